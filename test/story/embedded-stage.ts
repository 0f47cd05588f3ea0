import { serveEmbedded } from '../../adapters/embedded/http/serve-embedded.ts';
import { type LevelDatabase, openDatabase } from '../../adapters/embedded/level-database.ts';
import { itemKey } from '../../adapters/embedded/level-keys.ts';
import { LevelOutbox } from '../../adapters/embedded/level-outbox.ts';
import { LevelStore } from '../../adapters/embedded/level-store.ts';
import { LocalTokens } from '../../adapters/embedded/local-tokens.ts';
import { openEmbedded } from '../../adapters/embedded/open-embedded.ts';
import type { AuditEntry } from '../../core/contract/audit.ts';
import { auditEntryKey } from '../../core/store/records/audit.ts';
import { recordedSpike } from './recorded-spike.ts';
import { openSideWorld } from './side-world.ts';
import type { StoryPlace } from './story-world.ts';

/** What two tasks of the recommender answer at 40 % of CPU, in requests a second. */
const ORDINARY_RPS = 20;

/** A Monday morning, so that Friday evening lies ahead. */
const MONDAY = new Date('2026-11-23T08:00:00.000Z');

/** A place that must be closed. */
export interface EmbeddedStage extends StoryPlace {
  close(): Promise<void>;
}

/**
 * An embedded control plane on a free port whose time only passes when the story says so. With `traces`, a folder of
 * recordings, a busy hour that was recorded drives the load.
 */
export async function openEmbeddedStage(traces?: string): Promise<EmbeddedStage> {
  const spike = traces === undefined ? undefined : await recordedSpike(traces, ORDINARY_RPS);
  const db = await openDatabase('memory');
  const store = new LevelStore({ db, outbox: await LevelOutbox.open(db), log: undefined });
  const embedded = await openEmbedded({
    start: MONDAY,
    seed: 7,
    speed: 0,
    logLevel: 'error',
    workloads: (service) => (service === 'ai-recommender' ? spike : undefined),
    store,
  });
  const tokens = await LocalTokens.open();
  const server = await serveEmbedded({ embedded, tokens, port: 0 });
  return {
    baseUrl: `http://127.0.0.1:${server.port}`,
    spike,
    aside: openSideWorld,
    cloudTakesCauses: true,
    tamper: (entry: AuditEntry) => flipOneByte(db, entry),
    close: async () => {
      await server.close();
      await embedded.close();
    },
  };
}

/** Flips the lowest bit of one letter of the stored reason; a second time flips it back. */
async function flipOneByte(db: LevelDatabase, { stream, seq, reason }: AuditEntry): Promise<void> {
  const key = itemKey(auditEntryKey(stream, seq));
  const [text = ''] = await db.getMany([key]);
  const at = text.indexOf(`"reason":"`) + `"reason":"`.length;
  if (reason.length === 0 || at < 10) throw new Error('the entry has no reason to flip a byte of');
  const flipped = String.fromCharCode(text.charCodeAt(at) ^ 1);
  const value = text.slice(0, at) + flipped + text.slice(at + 1);
  await db.batch([{ type: 'put', key, value }], { sync: true });
}
