import { EventField, Match, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { EventName } from '../../core/contract/events.ts';
import type { OpsBus } from './ops-bus.ts';
import type { OpsQueue } from './ops-queue.ts';

/** Who listens to what. */
export interface QueueTelling {
  readonly bus: OpsBus;
  readonly queues: Readonly<Record<'reconcile' | 'alarm' | 'intake' | 'timers', OpsQueue>>;
  readonly clusterArn: string;
  /** What the ARNs of the cluster's services start with. */
  readonly servicesPrefix: string;
  /** What the names of alarms of services start with. */
  readonly alarmPrefix: string;
}

/** The source of the product's own events. */
const OWN = 'hms.ops';
/** The source of the Governance Layer's events. */
const GOVERNANCE = 'hms.governance';

/** The events of the product that let a service, a run or a proposal move: what `core/react.ts` reacts to. */
const MOVES: readonly EventName[] = [
  'change.executed',
  'change.reverted',
  'service.scaled',
  'approval.approved',
  'approval.voted',
  'approval.expired',
  'deployment.stopping',
  'proposal.made',
  'run.scheduled',
  'run.cancelled',
  'run.succeeded',
  'run.failed',
  'run.timed-out',
  'run.lost',
];

/**
 * The events after which a job may have another schedule, or none; one whose ticks Scheduler cannot say at once has its
 * next one planned with each run.
 */
const RESCHEDULES: readonly EventName[] = ['change.executed', 'change.reverted', 'run.scheduled'];

/**
 * Events that name their cluster in `detail` (those of hooks name a service deployment as their resource, or none), and
 * those that only name their service among `resources`. Source: Amazon ECS developer guide, "Amazon ECS events" and "Pause
 * hooks for Amazon ECS service deployments".
 */
const CLUSTER_EVENTS = ['ECS Service Action', 'ECS Task State Change', 'ECS Hook State Change'];
const DEPLOYMENT_EVENTS = ['ECS Deployment State Change'];

/** Brings every event to the queue of the function that reacts to it. */
export function tellQueues({ bus, queues, clusterArn, servicesPrefix, alarmPrefix }: QueueTelling): void {
  bus.tell('Moves', {
    queue: queues.reconcile,
    description: 'What lets a service or a run move.',
    pattern: { source: [OWN], detailType: [...MOVES] },
    message: RuleTargetInput.fromObject({ kind: 'event', event: EventField.fromPath('$.detail') }),
  });
  bus.tell('Jobs', {
    queue: queues.timers,
    description: 'A job has changed: its schedule follows.',
    pattern: { source: [OWN], detailType: [...RESCHEDULES], detail: { job: [{ exists: true }] } },
  });
  bus.tell('Policies', {
    queue: queues.intake,
    description: 'The Governance Layer approved a policy.',
    pattern: { source: [GOVERNANCE], detailType: ['policy.approved'] },
  });
  bus.tellOfAws('Alarms', {
    queue: queues.alarm,
    description: 'An alarm of a service changed its state.',
    pattern: {
      source: ['aws.cloudwatch'],
      detailType: ['CloudWatch Alarm State Change'],
      detail: { alarmName: [{ prefix: alarmPrefix }] },
    },
  });
  bus.tellOfAws('Cluster', {
    queue: queues.reconcile,
    description: 'Tasks and services of the cluster moved, or a deployment waits at a hook.',
    pattern: { source: ['aws.ecs'], detailType: CLUSTER_EVENTS, detail: { clusterArn: [clusterArn] } },
  });
  bus.tellOfAws('Deployments', {
    queue: queues.reconcile,
    description: 'Deployments of services of the cluster moved.',
    pattern: { source: ['aws.ecs'], detailType: DEPLOYMENT_EVENTS, resources: Match.prefix(servicesPrefix) },
  });
}
