import { join } from 'node:path';
import { FARGATE_X86_US_EAST_1 } from '../../core/budget/prices.ts';
import { noPolicies } from '../../core/policy/no-policies.ts';
import type { Ports } from '../../core/ports.ts';
import { SimulatedCloud } from './cloud/simulated-cloud.ts';
import { FileAuditAnchor, MemoryAuditAnchor } from './file-audit-anchor.ts';
import { DevWorld } from './http/dev-world.ts';
import { JsonLog, type LogLevel } from './json-log.ts';
import { type LevelStore, openLevelStore } from './level-store.ts';
import { Pace } from './pace.ts';
import { UlidIds } from './ulid-ids.ts';
import { VirtualClock } from './virtual-clock.ts';
import type { Workload } from './workloads/workload.ts';
import { World } from './world.ts';
import { type SavedWorld, WorldFile } from './world-file.ts';

/** How an embedded world is opened. */
export interface EmbeddedOptions {
  /** Where everything is kept; without it nothing outlives the process. */
  readonly directory?: string | undefined;
  /** The virtual instant it starts at. */
  readonly start: Date;
  readonly seed: number;
  /** Virtual seconds a second; 0: time only passes when it is told to. */
  readonly speed: number;
  readonly logLevel: LogLevel;
  /** The demand on a service; undefined lets the cloud make a calm one up. */
  readonly workloads?: ((service: string) => Workload | undefined) | undefined;
  /** The store to use instead of opening one; for tests that reach below it. */
  readonly store?: LevelStore | undefined;
}

/** An embedded world that is open: the product's ports, what stands behind them, and time. */
export interface Embedded {
  readonly ports: Ports;
  readonly store: LevelStore;
  readonly cloud: SimulatedCloud;
  readonly clock: VirtualClock;
  readonly world: World;
  readonly hands: DevWorld;
  /** Lets time pass by itself, at the speed asked for. */
  run(): void;
  /** Lets time stand still, waits for what is under way, and lets go of the directory. */
  close(): Promise<void>;
}

/** Opens the product in one process: durable store or memory, simulated cloud, virtual time. */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { directory, seed, start, logLevel } = options;
  const log = new JsonLog({ level: logLevel });
  const file = directory === undefined ? undefined : new WorldFile(join(directory, 'world.json'), log);
  const saved = await file?.load();
  const clock = new VirtualClock(laterOf(start, saved));
  const store =
    options.store ??
    (await openLevelStore({ location: directory === undefined ? 'memory' : join(directory, 'store'), log }));
  const workloads = options.workloads ?? (() => undefined);
  const cloud = new SimulatedCloud({ clock, seed, workloads, environment: ENVIRONMENT });
  if (saved) cloud.restore(saved.cloud);
  const anchor =
    directory === undefined
      ? new MemoryAuditAnchor()
      : new FileAuditAnchor(join(directory, 'audit-anchor.jsonl'));
  const ports: Ports = {
    clock,
    ids: new UlidIds(clock, { seed: directory === undefined ? seed : undefined }),
    store,
    compute: cloud.compute,
    images: cloud.images,
    secrets: cloud.secrets,
    metrics: cloud.metrics,
    alarms: cloud.alarms,
    admission: noPolicies,
    prices: { current: () => FARGATE_X86_US_EAST_1 },
    anchor,
    log,
    settings: { environment: ENVIRONMENT, timeZone: 'UTC' },
  };
  const world = new World({ ports, store, cloud, clock });
  const pace = new Pace(world, { speed: options.speed, log });
  return {
    ports,
    store,
    cloud,
    clock,
    world,
    hands: new DevWorld({ clock, world, pace, cloud }),
    run: () => {
      file?.keep(cloud);
      pace.start();
    },
    close: async () => {
      pace.stop();
      file?.stop();
      await world.settle();
      await file?.save(cloud);
      await store.close();
    },
  };
}

const ENVIRONMENT = 'local';

/** Time never runs backwards: not behind what is recorded, and not behind the cloud. */
function laterOf(start: Date, saved: SavedWorld | undefined): Date {
  const savedAt = saved ? new Date(saved.now) : start;
  return savedAt > start ? savedAt : start;
}
