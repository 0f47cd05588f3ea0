import type { Ports } from '../ports.ts';
import { type AuditHead, auditEntryKey } from '../store/records/audit.ts';
import type { Store } from '../store/store.ts';
import { entryOf, readHeads } from './audit-pages.ts';

/** What became of an attempt to anchor. `refused`: a stream no longer holds what was anchored before. */
export type AnchorOutcome =
  | { readonly kind: 'anchored'; readonly at: string; readonly streams: number }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly stream: string; readonly seq: number };

const CHUNK = 100;

/**
 * Writes the ends of all streams to the anchor, when they grew since the last time. It refuses when a stream does
 * not hold the entry that was anchored last: a new anchor would then hide that it was rewritten. Idempotent.
 */
export async function anchorAudit({
  store,
  anchor,
  clock,
}: Pick<Ports, 'store' | 'anchor' | 'clock'>): Promise<AnchorOutcome> {
  const [heads, last] = [await readHeads(store), await anchor.latest()];
  const known = last?.heads ?? [];
  const lost = await firstLost(store, known);
  if (lost) return { kind: 'refused', stream: lost.stream, seq: lost.seq };
  const seqs = new Map(known.map(({ stream, seq }) => [stream, seq]));
  if (heads.every(({ stream, seq }) => seqs.get(stream) === seq)) return { kind: 'unchanged' };

  const at = clock.now().toISOString();
  await anchor.write({ at, heads });
  return { kind: 'anchored', at, streams: heads.length };
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
