import { ecsHintOf } from '../../../../adapters/aws/ecs/ecs-events.ts';
import type { EcsEvent } from '../../../../localstack/ecs/ecs-event.ts';
import { CANARY, orderFor } from '../../cloud-fixture.ts';
import { TASK_IMAGES } from '../../task-images.ts';
import { attemptOf } from '../../task-runner.contract.ts';
import {
  actionEvent,
  deploymentEvent,
  hookEvent,
  hookEventWithoutResources,
  taskEvent,
} from './documented-events.ts';
import { emulatedPerTest } from './emulated-ecs.ts';

const hint = (event: unknown) => ecsHintOf(event, 'test');
const PORTAL = { kind: 'service', service: 'portal', stopped: false };
const RESTART = { ...PORTAL, stopped: true };

describe('an event of ECS says what to look at', () => {
  it.each<[string, unknown]>([
    ['a task that runs', taskEvent({})],
    [
      'a deployment that began',
      deploymentEvent('SERVICE_DEPLOYMENT_IN_PROGRESS', 'ECS deployment in progress.'),
    ],
    ['a deployment that failed', deploymentEvent('SERVICE_DEPLOYMENT_FAILED', 'task failed to start.')],
    ['a steady state', actionEvent('INFO', 'SERVICE_STEADY_STATE')],
    ['tasks that do not start', actionEvent('WARN', 'SERVICE_TASK_START_IMPAIRED')],
    ['no place for a task', actionEvent('ERROR', 'SERVICE_TASK_PLACEMENT_FAILURE')],
    ['a pause', hookEvent],
    ['a pause, as its own page shows it', hookEventWithoutResources],
  ])('the service: %s', (_what, event) => {
    expect(hint(event)).toEqual(PORTAL);
  });

  it('the job: a task of its family', () => {
    const task = {
      group: 'family:hms-test-job_train',
      lastStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
    };
    expect(hint(taskEvent(task))).toEqual({ kind: 'job', job: 'train' });
  });

  it.each<[string, unknown]>([
    ['a task that somebody ran', taskEvent({ group: 'family:sample-fargate' })],
    ['a job of another environment', taskEvent({ group: 'family:hms-live-job_train' })],
    ['a task without a group', taskEvent({ group: undefined })],
    ['an event of others', { ...taskEvent({}), source: 'aws.ec2' }],
    ['no event at all', 'hello'],
  ])('nothing: %s', (_what, event) => {
    expect(hint(event)).toBeUndefined();
  });
});

describe('a stop counts as a restart', () => {
  const stopped = (stopCode: string, stoppedReason: string) =>
    hint(taskEvent({ lastStatus: 'STOPPED', desiredStatus: 'STOPPED', stopCode, stoppedReason }));

  it.each([
    ['EssentialContainerExited', 'Essential container in task exited'],
    ['EssentialContainerExited', 'OutOfMemoryError: Container killed due to memory usage'],
    ['TaskFailedToStart', 'CannotPullContainerError: not found'],
    ['TerminationNotice', 'Your Spot Task was interrupted.'],
    ['ServiceSchedulerInitiated', 'Task failed container health checks'],
    [
      'ServiceSchedulerInitiated',
      '(service portal) (port 80) is unhealthy in (target-group web) due to (timeout)',
    ],
  ])('when nobody ordered it: %s, %s', (stopCode, reason) => {
    expect(stopped(stopCode, reason)).toEqual(RESTART);
  });

  it.each([
    ['ServiceSchedulerInitiated', 'Scaling activity initiated by (deployment ecs-svc/1)'],
    ['UserInitiated', 'Task stopped by user'],
  ])('but not when somebody did: %s, %s', (stopCode, reason) => {
    expect(stopped(stopCode, reason)).toEqual(PORTAL);
  });

  it('and only once, when the task has stopped', () => {
    const going = { lastStatus: 'DEPROVISIONING', stopCode: 'EssentialContainerExited' };
    expect(hint(taskEvent(going))).toEqual(PORTAL);
  });
});

describe('the emulated ECS sends events of the documented shapes', () => {
  const openEcs = emulatedPerTest();

  async function open() {
    const world = await openEcs();
    const { ecs } = world;
    const events: EcsEvent[] = [];
    ecs.api.onEvent((event) => events.push(event));
    const typesOf = () => events.map((event) => event['detail-type']);
    return { ...world, events, typesOf };
  }

  /** Every field of a documented event that is not of one case only. */
  const shapeOf = (event: object) => Object.keys(event).toSorted();

  it('of tasks, each state once, with its stop', async () => {
    const { ecs, pass, events, cloud } = await open();
    await ecs.compute.create(orderFor({ service: 'portal', desiredCount: 1 }));
    await pass(300);
    const states = () =>
      events
        .filter((event) => event['detail-type'] === 'ECS Task State Change')
        .map(({ detail }) => `${detail['lastStatus']} ${detail['healthStatus']} ${detail['version']}`);
    expect(states()).toEqual(['PENDING UNKNOWN 1', 'RUNNING UNKNOWN 2']);
    cloud.alterByHand({ service: 'portal', as: 'ana', killTasks: 1 });
    await pass(60);
    const stop = events.find(({ detail }) => detail['lastStatus'] === 'STOPPED');
    expect(stop?.detail).toMatchObject({ group: 'service:portal', stopCode: 'UserInitiated' });
    expect(shapeOf(stop ?? {})).toEqual(shapeOf(taskEvent({})));
    expect(hint(stop)).toEqual(PORTAL);
  });

  it('of jobs, under the family of their definition', async () => {
    const { ecs, pass, events } = await open();
    await ecs.tasks.run(attemptOf(TASK_IMAGES.crashes));
    await pass(300);
    expect(events.map(({ detail }) => detail['lastStatus'])).toEqual(['RUNNING', 'STOPPED']);
    expect(events.map(hint)).toEqual([
      { kind: 'job', job: 'train' },
      { kind: 'job', job: 'train' },
    ]);
  });

  it('of deployments and of pauses', async () => {
    const { ecs, pass, events } = await open();
    await ecs.compute.create(orderFor({ service: 'portal' }));
    await pass(300);
    const image = 'govlab/job-ingest:v3';
    await ecs.compute.rollOut(orderFor({ service: 'portal', image, generation: 2, strategy: CANARY }));
    await pass(300);
    const names = events.map(({ detail }) => detail['eventName']).filter(Boolean);
    expect(names).toEqual(
      expect.arrayContaining([
        'SERVICE_DEPLOYMENT_IN_PROGRESS',
        'SERVICE_DEPLOYMENT_COMPLETED',
        'HOOK_AWAITING_ACTION',
      ]),
    );
    const hook = events.find(({ detail }) => detail['eventName'] === 'HOOK_AWAITING_ACTION');
    expect(shapeOf(hook?.detail ?? {})).toEqual(shapeOf(hookEvent.detail));
    const deployment = events.find((event) => event['detail-type'] === 'ECS Deployment State Change');
    expect(shapeOf(deployment?.detail ?? {})).toEqual(shapeOf(deploymentEvent('', '').detail));
    for (const event of events) expect(hint(event)).toEqual(PORTAL);
  });

  it('and none of alarms, which are not of ECS', async () => {
    const { ecs, pass, typesOf } = await open();
    await ecs.compute.create(orderFor({ service: 'portal' }));
    await pass(3_600);
    expect(new Set(typesOf())).toEqual(new Set(['ECS Task State Change', 'ECS Deployment State Change']));
  });
});
