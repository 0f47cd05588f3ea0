import { OpsError } from '../../core/errors.ts';
import type { PolicyTools, Ports } from '../../core/ports.ts';

type Parts = 'compute' | 'tasks' | 'metrics' | 'alarms' | 'images' | 'secrets' | 'anchor' | 'forecaster';
type Platform = Pick<Ports, Parts> & { readonly policies: Pick<PolicyTools, 'keys' | 'packer'> };

/**
 * The platform for a function that has no permission on it: whatever is asked is refused as `platform.unavailable`. What
 * needs the platform is left to the functions that may reach it; a wiring that lacks a part fails here and not at AWS.
 */
export const unreachable: Platform = {
  compute: {
    observe: refuse,
    create: refuse,
    rollOut: refuse,
    setDesiredCount: refuse,
    continueDeployment: refuse,
    stopDeployment: refuse,
    remove: refuse,
    listTasks: refuse,
    features: { pauseHooks: false, stopDeployment: false },
  },
  tasks: { run: refuse, find: refuse, observe: refuse, stop: refuse },
  metrics: { read: refuse },
  alarms: { ensure: refuse, list: refuse, listAlarming: refuse },
  images: { resolve: refuse },
  secrets: { check: refuse },
  anchor: { write: refuse, latest: refuse },
  forecaster: { forecast: refuse },
  policies: { keys: { check: refuse }, packer: { pack: refuse } },
};

async function refuse(): Promise<never> {
  throw new OpsError('platform.unavailable', 'This part of the control plane does not reach the platform.', {
    remedy: 'Nothing is to be done: what is needed follows within a minute.',
    params: { dependency: 'platform' },
  });
}
