import { OPEN_CHANGE } from '../store/records/changes.ts';
import { type Draft, type Picture, tell } from './picture.ts';

/** Lets go of a waiting deployment that will never start: its Change has ended, or a newer one took its place. Pure. */
export function followQueue(draft: Draft, { now: endedAt }: Picture): Draft {
  const { queued, service } = draft;
  if (!queued || service.queuedDeploymentId !== queued.id) return draft;
  const freed = { ...draft, service: { ...service, queuedDeploymentId: undefined } };
  if (queued.status !== 'QUEUED') return freed;
  const change = draft.changes.find(({ id }) => id === queued.changeId);
  if (!change || OPEN_CHANGE.includes(change.status)) return draft;
  const reason = `Its change has ended: ${change.statusReason}`;
  const cancelled = { ...queued, status: 'CANCELLED', statusReason: reason, endedAt } as const;
  return tell(
    { ...freed, queued: cancelled },
    { action: 'deployment.superseded', reason, changeId: change.id },
  );
}
