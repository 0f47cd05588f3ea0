import type { Revision, Service } from '../../../core/contract/service.ts';
import type { ObservedDeployment, ObservedService, StoppedTask } from '../../../core/fleet/compute.ts';
import type { Picture, Records } from '../../../core/fleet/picture.ts';
import { at, atRest, budget, change, deployment, PRICES, service, T0, ulid, V1, V2 } from './records.ts';

export type Present = Extract<ObservedService, { kind: 'present' }>;

export function rollout(more: Partial<ObservedDeployment> = {}): ObservedDeployment {
  return {
    id: 'ecs-svc/1',
    status: 'IN_PROGRESS',
    statusReason: '',
    stage: '',
    targetContentHash: V2.contentHash,
    startedAt: T0,
    failedTasks: 0,
    healthyTasks: 0,
    ...more,
  };
}

/** The platform runs two healthy tasks of `of` at `generation`. */
export function running(of: Revision, generation: number, more: Partial<Present> = {}): Present {
  return {
    kind: 'present',
    name: 'job-ingest',
    status: 'ACTIVE',
    generation,
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    contentHash: of.contentHash,
    content: of.content,
    setBy: { desiredCount: 'dev', content: 'dev' },
    healthyByContent: { [of.contentHash]: 2 },
    stoppedTasks: [],
    ...more,
  };
}

/** The platform rolls out revision 2 while the tasks of revision 1 still run. */
export function rolling(more: Partial<ObservedDeployment> = {}, of: Partial<Present> = {}): Present {
  const healthyByContent = { [V1.contentHash]: 2, [V2.contentHash]: more.healthyTasks ?? 0 };
  return running(V2, 2, { healthyByContent, deployment: rollout(more), ...of });
}

export const CANNOT_PULL =
  'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref govlab/job-ingest:v2: not found';

export function stopped(n: number, more: Partial<StoppedTask> = {}): StoppedTask {
  return {
    id: `task-${n}`,
    contentHash: V2.contentHash,
    stoppedAt: at(n),
    stopCode: 'TaskFailedToStart',
    stoppedReason: CANNOT_PULL,
    ...more,
  };
}

export const MISSING: ObservedService = { kind: 'missing', name: 'job-ingest' };

/** What a reconcile looks at, revision 2 in flight unless told. */
export function picture(
  observed: ObservedService,
  records: Partial<Records> = {},
  more: Partial<Picture> = {},
): Picture {
  return {
    now: at(5),
    records: {
      service: service(),
      deployment: deployment(),
      queued: undefined,
      changes: [change()],
      approvals: [],
      revisions: [V1, V2],
      budget: budget(),
      ...records,
    },
    last: undefined,
    observed,
    alarmsDiffer: false,
    environment: 'test',
    prices: PRICES,
    features: { pauseHooks: true, stopDeployment: true },
    fresh: { approvalId: ulid(900), decisionId: ulid(901) },
    ...more,
  };
}

/** A picture of a service at rest on revision 1. */
export function quiet(
  observed: ObservedService,
  of: Partial<Service> = {},
  more: Partial<Records> = {},
): Picture {
  return picture(observed, {
    service: atRest(of),
    deployment: undefined,
    changes: [],
    revisions: [V1],
    ...more,
  });
}
