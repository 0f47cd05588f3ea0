import type { Construct } from 'constructs';
import { ENV } from '../../core/contract/env.ts';
import type { FunctionName } from '../../core/contract/functions.ts';
import type { OpsContext } from '../context.ts';
import type { FunctionHost } from './function-host.ts';
import { OpsFunction } from './ops-function.ts';

/** Every function of the control plane, by its name. */
export type ControlPlaneFunctions = Readonly<Record<FunctionName, OpsFunction>>;

/** Makes every function. Each knows its environment's name and time zone, and may do nothing yet. */
export function controlPlaneFunctions(
  scope: Construct,
  host: FunctionHost,
  { environment, timeZone }: Pick<OpsContext, 'environment' | 'timeZone'>,
): ControlPlaneFunctions {
  const made = (name: FunctionName) => {
    const fn = new OpsFunction(scope, name, host);
    fn.tell(ENV.environment, environment);
    fn.tell(ENV.timeZone, timeZone);
    return fn;
  };
  return {
    api: made('api'),
    changes: made('changes'),
    audit: made('audit'),
    policies: made('policies'),
    live: made('live'),
    push: made('push'),
    outbox: made('outbox'),
    intake: made('intake'),
    alarm: made('alarm'),
    reconcile: made('reconcile'),
    tick: made('tick'),
    anchor: made('anchor'),
    timers: made('timers'),
    'night-plan': made('night-plan'),
    optimize: made('optimize'),
  };
}
