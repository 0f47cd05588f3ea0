import type { ServiceView } from '../../../core/contract/service.ts';

/** What can be done to a service on its page. `load` exists in the embedded world only. */
export type ServiceAction =
  | 'update'
  | 'bounds'
  | 'scale'
  | 'rollback'
  | 'stop'
  | 'retire'
  | 'restore'
  | 'load';

/** The contract's verb behind each action: the key under which the API says why it is refused. */
const VERBS: Readonly<Record<Exclude<ServiceAction, 'load'>, readonly string[]>> = {
  update: ['update'],
  bounds: ['setBounds', 'bounds'],
  scale: ['scale'],
  rollback: ['rollback'],
  stop: ['stop', 'stopDeployment'],
  retire: ['retire'],
  restore: ['restore'],
};

/** Why an action is not possible now, in plain words; `undefined` when it is. `mayNot` is what the viewer's role forbids. */
export function refusedAction(
  view: ServiceView,
  action: Exclude<ServiceAction, 'load'>,
  mayNot: string | undefined,
): string | undefined {
  if (mayNot !== undefined) return mayNot;
  const said = VERBS[action].map((verb) => view.refused[verb]).find((reason) => reason !== undefined);
  if (said !== undefined) return said;
  return action === 'stop' && !view.deployment ? 'No deployment is in flight.' : undefined;
}
