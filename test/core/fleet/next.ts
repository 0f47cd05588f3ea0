import { decideReconcile } from '../../../core/fleet/decide-reconcile.ts';
import type { Picture } from '../../../core/fleet/picture.ts';

/** What a reconcile would record and do next, in the words that tests look for. */
export function next(of: Picture) {
  const { draft, actions } = decideReconcile(of);
  return {
    ...draft,
    actions,
    kinds: actions.map(({ kind }) => kind),
    told: draft.happenings.map(({ action }) => action),
  };
}
