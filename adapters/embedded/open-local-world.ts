import { join } from 'node:path';
import { entryOf } from '../../core/audit/audit-pages.ts';
import { allEntries } from '../../core/store/records/audit.ts';
import type { Store } from '../../core/store/store.ts';
import { JsonLog } from './json-log.ts';
import { openLevelStore } from './level-store.ts';
import { type Embedded, openEmbedded } from './open-embedded.ts';
import { giveBudgets, playPortal } from './portal-story.ts';
import { recordedDemand } from './workloads/recorded-demand.ts';

/** What the embedded program may be asked for of its world. */
export interface LocalWorldOptions {
  readonly data?: string | undefined;
  readonly speed: number;
  readonly traces?: string | undefined;
  readonly empty: boolean;
}

/**
 * Opens the world of `npm start`. Its time starts now, or where the directory's last entry left it. An empty one has a
 * budget to begin with.
 * @throws OpsError `platform.unavailable` when the directory is in use, `dev.not_here` without usable recordings.
 */
export async function openLocalWorld(options: LocalWorldOptions): Promise<Embedded> {
  const embedded = await open(options);
  if (options.empty) await giveBudgets(embedded);
  return embedded;
}

/** Plays the Job Training Grant portal in a world that has nothing in it yet, unless it shall stay empty. */
export async function playStory(embedded: Embedded, { empty }: LocalWorldOptions): Promise<void> {
  if (!empty) await playPortal(embedded);
}

async function open({ data, speed, traces }: LocalWorldOptions): Promise<Embedded> {
  const location = data === undefined ? 'memory' : join(data, 'store');
  const store = await openLevelStore({ location, log: new JsonLog({ level: LOG_LEVEL }) });
  const start = await startOf(store);
  const demand = traces === undefined ? undefined : await recordedDemand(traces, start);
  return openEmbedded({
    directory: data,
    store,
    start,
    seed: SEED,
    speed,
    logLevel: LOG_LEVEL,
    workloads: demand?.of,
  });
}

const SEED = 1;
const LOG_LEVEL = 'warn';

async function startOf(store: Store): Promise<Date> {
  const { items } = await store.query({ ...allEntries, limit: 1 });
  const [newest] = items.map(entryOf);
  const now = new Date();
  return newest && Date.parse(newest.at) > now.getTime() ? new Date(newest.at) : now;
}
