import { ACTORS } from '../actors.ts';
import type { Drift } from '../contract/service.ts';
import { OPEN_CHANGE } from '../store/records/changes.ts';
import type { Action } from './actions.ts';
import { isDriftFight } from './drift-fight.ts';
import { type Draft, isInFlight, type Picture } from './picture.ts';

/**
 * The reverts to ask for where the service's owner wants drift undone by itself (`onDrift: revert`): one field at a
 * time, not while anything is being deployed, not while a Change of that kind is open, never in a fight. Pure.
 */
export function revertsOf(draft: Draft, { now }: Picture): readonly Action[] {
  const { service, changes, deployment } = draft;
  if (service.spec.onDrift !== 'revert' || isInFlight(deployment)) return [];
  const asked = changes.some(({ kind, status }) => kind === 'drift' && OPEN_CHANGE.includes(status));
  const drift = service.drift.find((one) => !one.fight && !isDriftFight(one, now));
  return asked || !drift ? [] : [revert(service.name, drift)];
}

function revert(name: string, { field, actual, expected, actor }: Drift): Action {
  return {
    kind: 'requestChange',
    request: {
      target: { kind: 'service', name },
      intent: { kind: 'drift', field, answer: 'revert' },
      requestedBy: ACTORS.reconciler,
      reason: `${actor} set ${field} to ${actual}; it shall be ${expected}, and the service reverts drift by itself.`,
    },
  };
}
