import type { ObservedDeployment, ObservedService } from './compute.ts';
import { healthyTasks, isActive, type Picture, type Records, revisionOf } from './picture.ts';

/** How the deployment in flight looks on the platform. */
export interface Sighting {
  /** Whether the platform carries our generation: it took the rollout. */
  readonly accepted: boolean;
  /** The platform's own rollout, if it is ours. */
  readonly ours: ObservedDeployment | undefined;
  /** Whether the platform is at work on any rollout. */
  readonly busy: boolean;
  readonly runsTarget: boolean;
  readonly runsFrom: boolean;
  /** Healthy tasks of the target, and the tasks that shall run. */
  readonly healthy: number;
  readonly desired: number;
}

const UNSEEN: Sighting = {
  accepted: false,
  ours: undefined,
  busy: false,
  runsTarget: false,
  runsFrom: false,
  healthy: 0,
  desired: 0,
};

/** Compares the deployment in flight with what the platform shows. A rollout is ours by generation and content. */
export function sight(records: Records, { observed }: Picture): Sighting {
  const { deployment } = records;
  if (observed.kind === 'missing' || !deployment) return UNSEEN;
  const target = revisionOf(records, deployment.revision)?.contentHash;
  const from = revisionOf(records, deployment.fromRevision)?.contentHash;
  const accepted = observed.generation >= deployment.generation;
  return {
    accepted,
    ours: accepted ? rolloutOf(observed, target) : undefined,
    busy: isActive(observed.deployment),
    runsTarget: observed.contentHash === target,
    runsFrom: observed.contentHash === from,
    healthy: healthyTasks(observed, target ?? ''),
    desired: observed.desiredCount,
  };
}

function rolloutOf(
  observed: Extract<ObservedService, { kind: 'present' }>,
  contentHash: string | undefined,
): ObservedDeployment | undefined {
  return observed.deployment?.targetContentHash === contentHash ? observed.deployment : undefined;
}
