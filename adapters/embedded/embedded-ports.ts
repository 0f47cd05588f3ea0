import { join } from 'node:path';
import { FARGATE_X86_US_EAST_1 } from '../../core/budget/prices.ts';
import type { Compute } from '../../core/fleet/compute.ts';
import { BUILTINS } from '../../core/jobs/builtins.ts';
import { admissionBy } from '../../core/policy/admission.ts';
import type { Log, Ports } from '../../core/ports.ts';
import { MstlForecaster } from '../portable/mstl-forecaster.ts';
import type { EventFaults } from './cloud/event-bus.ts';
import type { SimulatedCloud } from './cloud/simulated-cloud.ts';
import { FileAuditAnchor, MemoryAuditAnchor } from './file-audit-anchor.ts';
import type { LevelStore } from './level-store.ts';
import type { LocalPolicies } from './policy/local-policies.ts';
import type { TimerFaults } from './timers.ts';
import { UlidIds } from './ulid-ids.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Events that come late, twice or never, and a platform that fails. Used by the simulation. */
export interface WorldFaults {
  readonly events: EventFaults;
  readonly platform: (compute: Compute) => Compute;
  readonly timers?: TimerFaults | undefined;
}

/** What stands behind the ports of an embedded world. */
export interface PortParts {
  readonly options: {
    readonly directory?: string | undefined;
    readonly seed: number;
    readonly faults?: WorldFaults | undefined;
  };
  readonly clock: VirtualClock;
  readonly store: LevelStore;
  readonly cloud: SimulatedCloud;
  readonly policies: LocalPolicies;
  readonly log: Log;
}

/** Part of alarm names: where this world is. */
export const ENVIRONMENT = 'local';

/** The product's ports over a store, a simulated cloud and virtual time. */
export function embeddedPorts({ options, clock, store, cloud, policies, log }: PortParts): Ports {
  const { directory, seed, faults } = options;
  return {
    clock,
    ids: new UlidIds(clock, { seed: directory === undefined ? seed : undefined }),
    store,
    compute: faults ? faults.platform(cloud.compute) : cloud.compute,
    tasks: cloud.tasks,
    builtins: BUILTINS,
    images: cloud.images,
    secrets: cloud.secrets,
    metrics: cloud.metrics,
    alarms: cloud.alarms,
    admission: admissionBy({ store, policies }),
    policies,
    prices: { current: () => FARGATE_X86_US_EAST_1 },
    forecaster: new MstlForecaster(),
    anchor:
      directory === undefined
        ? new MemoryAuditAnchor()
        : new FileAuditAnchor(join(directory, 'audit-anchor.jsonl')),
    log,
    settings: { environment: ENVIRONMENT, timeZone: 'UTC' },
  };
}
