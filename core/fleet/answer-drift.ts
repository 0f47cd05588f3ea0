import type { DriftField } from '../contract/change.ts';
import type { Service } from '../contract/service.ts';
import { recentReverts } from './drift-fight.ts';

/**
 * `service` in which the drift of `field` is to be undone. Pure; keeps the version, which its writer grows.
 * For the task count the platform's value is called ours, so that the next reconcile replaces it; for content the
 * generation grows, so that the present revision is rolled out again, unless a rollout has grown it already.
 */
export function withDriftReverted(service: Service, field: DriftField, at: string): Service {
  const noted = withRevertNoted(service, field, at);
  if (field !== 'desiredCount') return { ...noted, generation: service.generation + 1 };
  const drift = service.drift.find((one) => one.field === field);
  const seen = Number(drift?.actual ?? service.observed?.desired);
  return Number.isInteger(seen) ? { ...noted, appliedCount: seen } : noted;
}

/** `service` that remembers one more revert of `field`; those older than the window of a fight are forgotten. */
export function withRevertNoted(service: Service, field: DriftField, at: string): Service {
  const kept = (service.driftReverts ?? []).filter((revert) =>
    recentReverts(service, revert.field, at).includes(revert.at),
  );
  return { ...service, driftReverts: [...kept, { field, at }] };
}
