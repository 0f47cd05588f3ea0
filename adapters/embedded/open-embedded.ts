import { join } from 'node:path';
import type { Ports } from '../../core/ports.ts';
import { CloudKeeper } from './cloud/cloud-keeper.ts';
import type { CloudSnapshot } from './cloud/cloud-snapshot.ts';
import { SimulatedCloud } from './cloud/simulated-cloud.ts';
import { ENVIRONMENT, embeddedPorts, type WorldFaults } from './embedded-ports.ts';
import { DevWorld } from './http/dev-world.ts';
import { JsonLog, type LogLevel } from './json-log.ts';
import { type LevelStore, openLevelStore } from './level-store.ts';
import { Pace } from './pace.ts';
import { InnerDoor } from './policy/inner-door.ts';
import { openLocalPolicies } from './policy/local-policies.ts';
import { TaskAgents } from './policy/task-agents.ts';
import { VirtualClock } from './virtual-clock.ts';
import type { Workload } from './workloads/workload.ts';
import { World } from './world.ts';

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
  /** What goes wrong between the product and its cloud; nothing unless told. */
  readonly faults?: WorldFaults | undefined;
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
  const keeper = directory === undefined ? undefined : new CloudKeeper(join(directory, 'cloud.json'), log);
  const saved = keeper?.read();
  const clock = new VirtualClock(laterOf(start, saved));
  const store =
    options.store ??
    (await openLevelStore({ location: directory === undefined ? 'memory' : join(directory, 'store'), log }));
  const workloads = options.workloads ?? (() => undefined);
  const { faults } = options;
  const policies = await openLocalPolicies(directory);
  const agents = new TaskAgents({ clock, key: policies.packer.publicKey });
  const cloud = new SimulatedCloud({
    clock,
    seed,
    workloads,
    environment: ENVIRONMENT,
    sidecars: agents,
    ...(faults && { events: faults.events }),
  });
  if (saved) cloud.restore(saved);
  const ports = embeddedPorts({ options, clock, store, cloud, policies, log });
  const world = new World({ ports, store, cloud, clock, agents, timerFaults: faults?.timers });
  const pace = new Pace(world, { speed: options.speed, log });
  const hands = new DevWorld({ clock, world, pace, cloud, policies });
  await agents.connect({ store, compute: cloud.compute, door: new InnerDoor(ports, hands) });
  return {
    ports,
    store,
    cloud,
    clock,
    world,
    hands,
    run: () => {
      keeper?.keep(cloud);
      pace.start();
    },
    close: async () => {
      pace.stop();
      keeper?.stop();
      await world.settle();
      keeper?.save(cloud);
      await store.close();
    },
  };
}

/** Time never runs backwards: not behind what is recorded, and not behind the cloud. */
function laterOf(start: Date, saved: CloudSnapshot | undefined): Date {
  const savedAt = saved ? new Date(saved.now) : start;
  return savedAt > start ? savedAt : start;
}
