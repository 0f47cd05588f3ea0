import type { Deployment, Revision, StopCause } from '../contract/service.ts';
import { isBefore } from '../units.ts';
import type { ObservedService, StoppedTask } from './compute.ts';
import { explainStop } from './explain-stop.ts';

/** So often a cause that a retry cannot cure is seen before a rollout is given up (spec, services). */
export const CERTAIN_TIMES = 2;

/**
 * What stops the tasks of `target` since the deployment began, with how often it was seen: a cause that retries cannot
 * cure before one that they can, then the most frequent. Undefined while no task stopped by itself.
 */
export function causeOfFailure(
  deployment: Deployment,
  target: Revision,
  observed: ObservedService,
): StopCause | undefined {
  if (observed.kind === 'missing') return undefined;
  const since = deployment.startedAt ?? deployment.createdAt;
  const stops = observed.stoppedTasks.filter(
    ({ contentHash, stoppedAt }) => contentHash === target.contentHash && !isBefore(stoppedAt, since),
  );
  return worstCause(stops, target.content.image);
}

/** The cause that best explains these stops of tasks that ran `image`. */
export function worstCause(stops: readonly StoppedTask[], image: string): StopCause | undefined {
  const byKind = new Map<string, StopCause>();
  for (const stop of stops) {
    const cause = explainStop(stop, image);
    if (!cause) continue;
    const seen = byKind.get(cause.kind);
    byKind.set(cause.kind, seen ? { ...seen, times: seen.times + 1 } : { ...cause, times: 1 });
  }
  return [...byKind.values()].sort(byWeight)[0];
}

function byWeight(a: StopCause, b: StopCause): number {
  return Number(b.deterministic) - Number(a.deterministic) || b.times - a.times;
}

/** Whether trying on is known to be in vain. */
export function isCertain(cause: StopCause | undefined): cause is StopCause {
  return cause?.deterministic === true && cause.times >= CERTAIN_TIMES;
}
