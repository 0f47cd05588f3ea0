import type { DriftField } from '../contract/change.ts';
import type { Service } from '../contract/service.ts';
import { recentReverts } from './drift-fight.ts';
import { changeOf, type Draft, type Picture } from './picture.ts';

/**
 * `service` in which the drift of `field` is to be undone. Pure; keeps the version, which its writer grows. The
 * platform's task count is called ours, so that the next reconcile replaces it. Content needs a rollout of the present
 * revision, which grows the generation, and is noted when that rollout begins.
 */
export function withDriftReverted(service: Service, field: DriftField, at: string): Service {
  if (field !== 'desiredCount') return service;
  const drift = service.drift.find((one) => one.field === field);
  const seen = Number(drift?.actual ?? service.observed?.desired);
  return { ...withRevertNoted(service, field, at), ...(Number.isInteger(seen) && { appliedCount: seen }) };
}

/** Remembers a revert of content when the platform takes its rollout: three of them in 30 minutes are a fight. Pure. */
export function noteContentRevert(draft: Draft, { records, now }: Picture): Draft {
  const begins = records.deployment?.status === 'PREPARING' && draft.deployment?.status !== 'PREPARING';
  const intent = begins ? changeOf(draft)?.intent : undefined;
  if (intent?.kind !== 'drift' || intent.answer !== 'revert') return draft;
  return { ...draft, service: withRevertNoted(draft.service, intent.field, now) };
}

/** Reverts older than the window of a fight are forgotten. */
function withRevertNoted(service: Service, field: DriftField, at: string): Service {
  const kept = (service.driftReverts ?? []).filter((revert) =>
    recentReverts(service, revert.field, at).includes(revert.at),
  );
  return { ...service, driftReverts: [...kept, { field, at }] };
}
