import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { MemoryAuditAnchor } from '../../adapters/embedded/file-audit-anchor.ts';
import { JsonLog } from '../../adapters/embedded/json-log.ts';
import { openLevelStore } from '../../adapters/embedded/level-store.ts';
import { verifyAudit } from '../../core/audit/verify-audit.ts';
import { describeStore } from './store.contract.ts';
import { commitOf, draftFor, eventFor, itemFor, keyFor, putOf } from './store-examples.ts';
import type { OpenedStore } from './store-fixture.ts';

async function open(location: string): Promise<OpenedStore> {
  const store = await openLevelStore({ location });
  return {
    store,
    drainOutbox: (deliver) => store.drainOutbox(deliver),
    forgetExpired: (now) => store.forgetExpired(now),
    close: async () => {
      await store.close();
      if (location !== 'memory') await rm(location, { recursive: true });
    },
  };
}

const newDirectory = () => mkdtemp(join(tmpdir(), 'hms-store-'));

describeStore('embedded, in memory', () => open('memory'));
describeStore('embedded, on disk', async () => open(await newDirectory()));

describe('the embedded store on disk', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await newDirectory();
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('has everything after it was closed and opened again, undelivered events in order', async () => {
    const before = await openLevelStore({ location: directory });
    const item = itemFor('a', { gsi1: { pk: 'G', sk: '1' } });
    await before.commit(
      commitOf({ writes: [putOf(item)], audit: [draftFor('access')], events: [eventFor('a')] }),
    );
    await before.close();

    const after = await openLevelStore({ location: directory });
    await after.commit(commitOf({ audit: [draftFor('access')], events: [eventFor('b')] }));
    const delivered: unknown[] = [];
    await after.drainOutbox(async (event) => void delivered.push(event.service));
    expect(await after.get(item.key)).toEqual(item);
    expect((await after.query({ index: 'gsi1', pk: 'G', limit: 1, order: 'ascending' })).items).toEqual([
      item,
    ]);
    expect(delivered).toEqual(['a', 'b']);
    const whole = await verifyAudit({ store: after, anchor: new MemoryAuditAnchor() });
    expect(whole).toEqual({ ok: true, entries: 2, streams: 1 });
    await after.close();
  });

  it('refuses to open a directory that is in use, and says what to do', async () => {
    const first = await openLevelStore({ location: directory });
    await expect(openLevelStore({ location: directory })).rejects.toMatchObject({
      code: 'platform.unavailable',
      remedy: expect.stringContaining('another process'),
    });
    await first.close();
  });

  it('answers platform.unavailable when it was closed', async () => {
    const store = await openLevelStore({ location: directory });
    await store.close();
    const unavailable = { code: 'platform.unavailable' };
    await expect(store.get(keyFor('a'))).rejects.toMatchObject(unavailable);
    await expect(store.query({ pk: 'a', limit: 1, order: 'ascending' })).rejects.toMatchObject(unavailable);
    await expect(store.commit(commitOf({ writes: [putOf(itemFor('a'))] }))).rejects.toMatchObject(
      unavailable,
    );
  });

  it('holds every answered commit after each of five kill -9, with its audit chain whole', async () => {
    const acknowledged: string[] = [];
    for (let round = 1; round <= 5; round += 1) {
      acknowledged.push(...(await writeUntilKilled(directory, { round, atLeast: 20 + round * 7 })));
      const store = await openLevelStore({ location: directory });
      const counted = (await store.get(keyFor('counter')))?.version ?? 0;
      const found = await Promise.all(acknowledged.map((name) => store.get(keyFor(name))));
      expect(acknowledged.filter((_, i) => found[i] === undefined)).toEqual([]);
      const { ok, entries } = await verifyAudit({ store, anchor: new MemoryAuditAnchor() });
      expect({ ok, entries }).toEqual({ ok: true, entries: counted });
      expect(counted).toBeGreaterThanOrEqual(acknowledged.length);
      await store.close();
    }
    const store = await openLevelStore({ location: directory });
    const delivered = new Set<string | undefined>();
    await store.drainOutbox(async (event) => void delivered.add(event.service));
    expect(acknowledged.filter((name) => !delivered.has(name))).toEqual([]);
    await store.close();
  }, 30_000);
});

describe('listening to commits', () => {
  it('tells what each commit stored once it is stored, until told to stop', async () => {
    const store = await openLevelStore({ location: 'memory' });
    const notices: unknown[] = [];
    const stop = store.onCommit((notice) => notices.push(notice));
    const event = eventFor('a');
    await store.commit(
      commitOf({ writes: [putOf(itemFor('a'))], audit: [draftFor('access')], events: [event] }),
    );
    await store.commit(commitOf({ writes: [{ kind: 'delete', key: keyFor('a'), expect: 1 }] }));
    await store.commit(commitOf({ writes: [putOf(itemFor('b'), 5)] })).catch(() => undefined);
    stop();
    await store.commit(commitOf({ writes: [putOf(itemFor('c'))] }));
    expect(notices).toEqual([
      {
        items: [itemFor('a')],
        deleted: [],
        audit: [expect.objectContaining({ stream: 'access', seq: 1 })],
        events: [event],
      },
      { items: [], deleted: [keyFor('a')], audit: [], events: [] },
    ]);
    await store.close();
  });
  it('logs a listener that throws; the commit stands', async () => {
    const lines: string[] = [];
    const store = await openLevelStore({
      location: 'memory',
      log: new JsonLog({ write: (line) => lines.push(line) }),
    });
    store.onCommit(() => {
      throw new Error('page gone');
    });
    await store.commit(commitOf({ writes: [putOf(itemFor('a'))] }));
    expect(await store.get(keyFor('a'))).toEqual(itemFor('a'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'store.listener-failed', error: { message: 'page gone' } },
    ]);
    await store.close();
  });
});

/** Runs the writer until it has answered `atLeast` commits, kills it with SIGKILL; returns all it had answered. */
function writeUntilKilled(
  directory: string,
  { round, atLeast }: { round: number; atLeast: number },
): Promise<string[]> {
  const writer = fileURLToPath(new URL('./store-writer.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', writer, directory, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answered: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    answered.push(line);
    if (answered.length === atLeast) child.kill('SIGKILL');
  });
  return new Promise((resolve, reject) => {
    child.on('close', (code, signal) =>
      signal === 'SIGKILL' ? resolve(answered) : reject(new Error(`the writer ended: ${code}`)),
    );
  });
}
