/**
 * Events of ECS in the shapes of their documentation, Amazon ECS Developer Guide (docs.aws.amazon.com/AmazonECS/latest/
 * developerguide): ecs_task_events, ecs_service_deployment_events, ecs_service_events, ecs_hook_state_change_events and
 * pause-lifecycle-hooks. Names are those of a fleet of ours; fields that nothing reads are left out of long lists.
 */

const CLUSTER = 'hms-ops-test';
const BASE = 'arn:aws:ecs:us-west-2:111122223333';

function event(type: string, resources: readonly string[] | undefined, detail: object) {
  return {
    version: '0',
    id: '3317b2af-7005-947d-b652-f55e762e571a',
    'detail-type': type,
    source: 'aws.ecs',
    account: '111122223333',
    time: '2026-01-23T17:57:58Z',
    region: 'us-west-2',
    ...(resources && { resources }),
    detail,
  };
}

/** ecs_task_events.html, "Task state change event"; the fields of a stop are those of the API's `Task`. */
export function taskEvent(detail: object) {
  const taskArn = `${BASE}:task/${CLUSTER}/c13b4cb40f1f4fe4a2971f76ae5a47ad`;
  return event('ECS Task State Change', [taskArn], {
    availabilityZone: 'us-west-2c',
    clusterArn: `${BASE}:cluster/${CLUSTER}`,
    containers: [{ lastStatus: 'RUNNING', name: 'portal', taskArn, cpu: '0' }],
    createdAt: '2026-01-23T17:57:34.402Z',
    launchType: 'FARGATE',
    cpu: '256',
    memory: '512',
    desiredStatus: 'RUNNING',
    group: 'service:portal',
    lastStatus: 'RUNNING',
    overrides: { containerOverrides: [{ name: 'portal' }] },
    connectivity: 'CONNECTED',
    startedAt: '2026-01-23T17:57:58.103Z',
    updatedAt: '2026-01-23T17:57:58.103Z',
    taskArn,
    taskDefinitionArn: `${BASE}:task-definition/hms-test-portal:1`,
    version: 4,
    platformVersion: '1.4.0',
    ...detail,
  });
}

/** ecs_service_deployment_events.html: in progress, completed, failed. */
export function deploymentEvent(eventName: string, reason: string) {
  return event('ECS Deployment State Change', [`${BASE}:service/${CLUSTER}/portal`], {
    eventType: eventName === 'SERVICE_DEPLOYMENT_FAILED' ? 'ERROR' : 'INFO',
    eventName,
    deploymentId: 'ecs-svc/123',
    updatedAt: '2026-05-23T11:11:11Z',
    reason,
  });
}

/** ecs_service_events.html: steady state, task start impaired, task placement failure. */
export function actionEvent(eventType: string, eventName: string) {
  return event('ECS Service Action', [`${BASE}:service/${CLUSTER}/portal`], {
    eventType,
    eventName,
    clusterArn: `${BASE}:cluster/${CLUSTER}`,
    createdAt: '2026-11-19T19:27:22.695Z',
  });
}

const DEPLOYMENT = `${BASE}:service-deployment/${CLUSTER}/portal/0EYSiB0qap8xf0N76FsbE`;

const HOOK = {
  eventType: 'INFO',
  eventName: 'HOOK_AWAITING_ACTION',
  hookId: 'ecs-pause-e7tK9G_WRJqNF_EOMjztDXfKenlJuEUVjsNStf4WLKw',
  hookType: 'PAUSE',
  expiresAt: '2026-03-05T16:04:41Z',
  lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
  clusterArn: `${BASE}:cluster/${CLUSTER}`,
  serviceDeploymentArn: DEPLOYMENT,
  updatedAt: '2026-03-05T15:54:41.618059641Z',
};

/** ecs_hook_state_change_events.html: the resource is the service deployment. */
export const hookEvent = event('ECS Hook State Change', [DEPLOYMENT], {
  ...HOOK,
  serviceArn: `${BASE}:service/${CLUSTER}/portal`,
});

/** pause-lifecycle-hooks.html, "EventBridge events": no resources at all. */
export const hookEventWithoutResources = event('ECS Hook State Change', undefined, {
  ...HOOK,
  serviceArn: `${BASE}:service/${CLUSTER}/portal`,
});
