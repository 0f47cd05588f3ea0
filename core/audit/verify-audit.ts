import { AuditEntry, type AuditVerification } from '../contract/audit.ts';
import { canonicalJson } from '../digest.ts';
import type { Ports } from '../ports.ts';
import {
  AuditHead,
  allEntries,
  allHeads,
  auditEntryItem,
  auditHeadItem,
  auditHeadKey,
  entriesOf,
} from '../store/records/audit.ts';
import type { Item, Store } from '../store/store.ts';
import { itemPages } from './audit-pages.ts';
import { type ChainBreak, verifyStream } from './chain.ts';

/** Stands where a broken record has no id to show. */
const NO_ID = 'none';

/**
 * Recomputes every chain from its beginning and compares it with the stream's end and with the last anchor.
 * `firstBroken` is the first break by stream name and number; a missing entry is named by the number it had.
 * Entries that are committed meanwhile are verified too.
 */
export async function verifyAudit({
  store,
  anchor,
}: Pick<Ports, 'store' | 'anchor'>): Promise<AuditVerification> {
  const anchored = await anchor.latest();
  const anchoredHeads = new Map(anchored?.heads.map((head) => [head.stream, head]));
  const streams = [...new Set([...anchoredHeads.keys(), ...(await streamsIn(store))])].sort();
  let entries = 0;
  let firstBroken: ChainBreak | undefined;
  for (const stream of streams) {
    const walk = await walkStream(store, stream, anchoredHeads.get(stream));
    entries += walk.entries;
    firstBroken ??= walk.broken;
  }
  return {
    ok: firstBroken === undefined,
    entries,
    streams: streams.length,
    ...(anchored && { anchoredAt: anchored.at }),
    ...(firstBroken && { firstBroken }),
  };
}

/** Every stream of which anything is left: an end, or an entry. */
async function streamsIn(store: Store): Promise<ReadonlySet<string>> {
  const streams = new Set<string>();
  for (const order of [allHeads, allEntries]) {
    for await (const page of itemPages(store, order)) {
      for (const { key } of page) streams.add(key.pk.slice(auditHeadKey('').pk.length));
    }
  }
  return streams;
}

/** A place that a chain must pass, and what it means when it passes it with another hash. */
interface Checkpoint {
  readonly head: AuditHead;
  readonly rewritten: string;
  readonly truncated: string;
}

interface Walk {
  readonly entries: number;
  readonly head: AuditHead | undefined;
  readonly broken?: ChainBreak | undefined;
}

async function walkStream(store: Store, stream: string, anchored: AuditHead | undefined): Promise<Walk> {
  const end = endIn(await store.get(auditHeadKey(stream)), stream);
  const checkpoints = [anchored && anchorCheckpoint(anchored), end && endCheckpoint(end)].filter(
    (checkpoint) => checkpoint !== undefined,
  );
  const walk = await followEntries(store, stream, checkpoints);
  if (walk.broken) return walk;
  const seq = walk.head?.seq ?? 0;
  const cut = checkpoints.find(({ head }) => head.seq > seq);
  if (cut) return { ...walk, broken: { stream, seq: seq + 1, id: NO_ID, problem: cut.truncated } };
  // Entries behind the end that was read first are new ones, if the end has grown with them.
  const endNow = end?.seq === seq ? end : endIn(await store.get(auditHeadKey(stream)), stream);
  if (endNow && endNow.seq >= seq) return walk;
  const problem = 'the end of the stream is missing, cannot be read, or lies before its last entry';
  return { ...walk, broken: { stream, seq, id: NO_ID, problem } };
}

async function followEntries(
  store: Store,
  stream: string,
  checkpoints: readonly Checkpoint[],
): Promise<Walk> {
  let walk: Walk = { entries: 0, head: undefined };
  for await (const page of itemPages(store, entriesOf(stream, 'ascending'))) {
    for (const item of page) {
      const { head, broken } = follow(item, walk.head);
      walk = { entries: walk.entries + 1, head, broken: broken ?? missed(head, checkpoints, item) };
      if (walk.broken) return walk;
    }
  }
  return walk;
}

/** One link further: the item must be exactly what the store writes for its entry, and follow `head`. */
function follow(
  item: Item,
  head: AuditHead | undefined,
): { readonly head: AuditHead | undefined; readonly broken?: ChainBreak } {
  const entry = AuditEntry.safeParse(item.value).data;
  if (entry && isAsWritten(item, auditEntryItem(entry))) return verifyStream([entry], head);
  const stream = item.key.pk.slice(auditHeadKey('').pk.length);
  const problem = 'the record was altered or damaged: it is not as the store wrote it';
  return { head, broken: { stream, seq: seqOfKey(item, head), id: idIn(item), problem } };
}

function missed(
  head: AuditHead | undefined,
  checkpoints: readonly Checkpoint[],
  item: Item,
): ChainBreak | undefined {
  if (!head) return undefined;
  const wrong = checkpoints.find((point) => point.head.seq === head.seq && point.head.hash !== head.hash);
  return wrong && { stream: head.stream, seq: head.seq, id: idIn(item), problem: wrong.rewritten };
}

function anchorCheckpoint(head: AuditHead): Checkpoint {
  return {
    head,
    rewritten: 'the stream was rewritten: this entry is not the one that was anchored',
    truncated: 'entries that were anchored are gone, beginning with this one',
  };
}

function endCheckpoint(head: AuditHead): Checkpoint {
  return {
    head,
    rewritten: 'the end of the stream names another entry: one of the two was replaced',
    truncated: 'the last entries of the stream are gone, beginning with this one',
  };
}

function endIn(item: Item | undefined, stream: string): AuditHead | undefined {
  const head = AuditHead.safeParse(item?.value).data;
  return item && head && isAsWritten(item, auditHeadItem({ ...head, stream })) ? head : undefined;
}

function isAsWritten(item: Item, written: Item): boolean {
  try {
    return canonicalJson(item) === canonicalJson(written);
  } catch {
    return false; // damage left text that is not Unicode: a finding, not a failure of ours
  }
}

function idIn({ value }: Item): string {
  return typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : NO_ID;
}

function seqOfKey({ key }: Item, head: AuditHead | undefined): number {
  const seq = Number(key.sk.slice(key.sk.indexOf('#') + 1));
  return Number.isSafeInteger(seq) ? seq : (head?.seq ?? 0) + 1;
}
