import { join } from 'node:path';
import {
  type LevelDatabase,
  openDatabase,
  readRows,
  writeDurably,
} from '../../adapters/embedded/level-database.ts';
import { LevelOutbox } from '../../adapters/embedded/level-outbox.ts';
import { LevelStore } from '../../adapters/embedded/level-store.ts';
import { openEmbedded } from '../../adapters/embedded/open-embedded.ts';
import type { ChangeRequest } from '../../core/changes/request.ts';
import { requestChange } from '../../core/changes/request-change.ts';
import { ServiceSpec, type ServiceSpecInput } from '../../core/contract/service-spec.ts';
import type { Ports } from '../../core/ports.ts';

/** The programs that the services are spread over: deploys into one program wait for each other's budget. */
export const PROGRAMS = 20;

/** Enough that every deployment has ended and its service was seen to be well. */
const SETTLED_SEC = 6 * 60;

/** More than all services of a program, and all that a bench adds, may ever cost. */
const MONTHLY_MICRO_USD = 1_000_000 * 1_000_000;

/** The nth service of the bench, as somebody would deploy it. */
export function specOf(nth: number): ServiceSpecInput {
  return {
    name: `svc-${String(nth).padStart(5, '0')}`,
    image: 'govlab/job-ingest:v1',
    cpuUnits: 512,
    memoryMiB: 1024,
    replicas: { min: 2, max: 4 },
    environment: { LOG_LEVEL: 'info', REGION: 'us-east-1' },
    owner: 'dev',
    program: `program-${nth % PROGRAMS}`,
  };
}

/**
 * Fills `directory` with `count` services, each asked for as a Change and brought to HEALTHY by the product itself on
 * its simulated cloud. That happens in memory, where nothing waits for a disk; then every row is copied to the disk.
 */
export async function seedServices(directory: string, count: number): Promise<void> {
  const memory = await openDatabase('memory');
  const store = new LevelStore({ db: memory, outbox: await LevelOutbox.open(memory), log: undefined });
  const start = new Date(Date.now() - SETTLED_SEC * 1_000);
  const world = await openEmbedded({ store, start, seed: 1, speed: 0, logLevel: 'error' });
  try {
    for (let nth = 0; nth < PROGRAMS; nth += 1) await ask(world.ports, budgetOf(nth));
    for (let nth = 0; nth < count; nth += 1) await ask(world.ports, deployOf(nth));
    await world.world.advance(SETTLED_SEC);
    await copy(memory, join(directory, 'store'));
  } finally {
    await world.close();
  }
}

async function copy(from: LevelDatabase, location: string): Promise<void> {
  const rows = await readRows(from, { gte: Buffer.from([0x00]), lt: Buffer.from([0xff]) });
  const to = await openDatabase(location);
  await writeDurably(
    to,
    rows.map(([key, value]) => ({ type: 'put', key, value })),
  );
  await to.close();
}

type Wish = Pick<ChangeRequest, 'target' | 'intent' | 'requestedBy'>;

function budgetOf(nth: number): Wish {
  return {
    target: { kind: 'budget', name: `program-${nth}` },
    intent: { kind: 'budget', monthlyMicroUsd: MONTHLY_MICRO_USD, softRatio: 0.8, hardRatio: 1 },
    requestedBy: { sub: 'gov', kind: 'governance' },
  };
}

function deployOf(nth: number): Wish {
  const spec = ServiceSpec.parse(specOf(nth));
  return {
    target: { kind: 'service', name: spec.name },
    intent: { kind: 'deploy', spec },
    requestedBy: { sub: 'dev', kind: 'human' },
  };
}

async function ask(ports: Ports, wish: Wish): Promise<void> {
  const reason = 'seeded for a bench';
  await requestChange(ports, { ...wish, reason, correlationId: ports.ids.next() });
}
