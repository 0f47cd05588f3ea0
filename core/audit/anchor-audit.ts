import type { Ports } from '../ports.ts';
import { type AuditHead, auditEntryKey } from '../store/records/audit.ts';
import type { Store } from '../store/store.ts';
import { secondsBetween } from '../units.ts';
import { entryOf, readHeads } from './audit-pages.ts';

/** What became of an attempt to anchor. `recent`: the last anchor is young enough. `refused`: a stream no longer holds what was anchored before. */
export type AnchorOutcome =
  | { readonly kind: 'anchored'; readonly at: string; readonly streams: number }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'recent' }
  | { readonly kind: 'refused'; readonly stream: string; readonly seq: number };

const CHUNK = 100;

/**
 * An anchor younger than this needs no other: short beside any audit, cheap beside a tick a minute. It stays a minute
 * below the schedule's five: else a turn that comes a second early is skipped, and the next anchor is ten minutes away.
 */
const RECENT_SEC = 240;

/**
 * Writes the ends of all streams to the anchor when they grew, at most every four minutes. It refuses, and says so in the
 * log, when a stream does not hold the entry that was anchored last: a new anchor would hide that it was rewritten.
 * Idempotent.
 */
export async function anchorAudit({
  store,
  anchor,
  clock,
  log,
}: Pick<Ports, 'store' | 'anchor' | 'clock' | 'log'>): Promise<AnchorOutcome> {
  const at = clock.now().toISOString();
  const last = await anchor.latest();
  if (last && isRecent(last.at, at)) return { kind: 'recent' };
  const heads = await readHeads(store);
  const known = last?.heads ?? [];
  if (isSame(heads, known)) return { kind: 'unchanged' };
  const lost = await firstLost(store, known);
  if (lost) {
    log.error('audit.anchor-refused', { stream: lost.stream, seq: lost.seq, anchoredAt: last?.at });
    return { kind: 'refused', stream: lost.stream, seq: lost.seq };
  }

  await anchor.write({ at, heads });
  return { kind: 'anchored', at, streams: heads.length };
}

function isSame(heads: readonly AuditHead[], known: readonly AuditHead[]): boolean {
  const hashes = new Map(known.map(({ stream, hash }) => [stream, hash]));
  return heads.length === known.length && heads.every(({ stream, hash }) => hashes.get(stream) === hash);
}

function isRecent(anchoredAt: string, now: string): boolean {
  const ageSec = secondsBetween(anchoredAt, now);
  return ageSec >= 0 && ageSec < RECENT_SEC; // a clock that was set back does not stop anchoring
}

async function firstLost(store: Store, known: readonly AuditHead[]): Promise<AuditHead | undefined> {
  for (let from = 0; from < known.length; from += CHUNK) {
    const chunk = known.slice(from, from + CHUNK);
    const items = await store.getMany(chunk.map(({ stream, seq }) => auditEntryKey(stream, seq)));
    const hashes = new Set(items.map((item) => entryOf(item).hash));
    const lost = chunk.find(({ hash }) => !hashes.has(hash));
    if (lost) return lost;
  }
  return undefined;
}
