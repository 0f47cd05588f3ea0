import type { AuditEntry } from '../contract/audit.ts';
import { digestOf } from '../digest.ts';
import { AuditHead, auditHeadKey } from '../store/records/audit.ts';
import type { AuditDraft, Item, StreamEnd } from '../store/store.ts';

/** What the first entry of a stream names as the hash before it. */
export const GENESIS_HASH = '0'.repeat(64);

/** The end of `stream` among `items`, which were read together by `auditHeadKey`. Pure. */
export function endOf(stream: string, items: readonly Item[]): StreamEnd {
  const { pk, sk } = auditHeadKey(stream);
  const item = items.find(({ key }) => key.pk === pk && key.sk === sk);
  return item ? AuditHead.parse(item.value) : { stream, seq: 0, hash: GENESIS_HASH };
}

/** Where a chain breaks, and how, in plain words. */
export interface ChainBreak {
  readonly stream: string;
  readonly seq: number;
  readonly id: string;
  readonly problem: string;
}

/**
 * Puts `draft` at the end of its stream: numbers it, names the hash before it and seals it with its own.
 * The entry holds exactly what JSON keeps of the draft, so that its hash can be recomputed from storage.
 */
export function chainEntry(
  draft: AuditDraft,
  head: AuditHead | undefined,
): { readonly entry: AuditEntry; readonly head: AuditHead } {
  const unsealed = {
    ...asStored(draft),
    seq: (head?.seq ?? 0) + 1,
    previousHash: head?.hash ?? GENESIS_HASH,
  };
  const hash = digestOf(unsealed);
  return { entry: { ...unsealed, hash }, head: { stream: draft.stream, seq: unsealed.seq, hash } };
}

/** Chains the drafts of one commit, each to the end of its stream, in their order. */
export function chainDrafts(
  drafts: readonly AuditDraft[],
  headOf: (stream: string) => AuditHead | undefined,
): { readonly entries: readonly AuditEntry[]; readonly heads: readonly AuditHead[] } {
  const heads = new Map<string, AuditHead>();
  const entries = drafts.map((draft) => {
    const { entry, head } = chainEntry(draft, heads.get(draft.stream) ?? headOf(draft.stream));
    heads.set(draft.stream, head);
    return entry;
  });
  return { entries, heads: [...heads.values()] };
}

/** Follows entries of one stream from `start` (the beginning when undefined) to the first break, if there is one. */
export function verifyStream(
  entries: readonly AuditEntry[],
  start?: AuditHead,
): { readonly head: AuditHead | undefined; readonly broken?: ChainBreak } {
  let head = start;
  for (const entry of entries) {
    const broken = breakAt(entry, head);
    if (broken) return { head, broken };
    head = { stream: entry.stream, seq: entry.seq, hash: entry.hash };
  }
  return { head };
}

function breakAt(entry: AuditEntry, head: AuditHead | undefined): ChainBreak | undefined {
  const { stream, seq, id } = entry;
  const next = (head?.seq ?? 0) + 1;
  if (seq > next) return { stream, seq: next, id: 'none', problem: 'the entry is missing' };
  const problem = problemOf(entry, {
    seq: next,
    stream: head?.stream ?? stream,
    hash: head?.hash ?? GENESIS_HASH,
  });
  return problem === undefined ? undefined : { stream, seq, id, problem };
}

function problemOf({ hash, ...unsealed }: AuditEntry, expected: AuditHead): string | undefined {
  if (unsealed.stream !== expected.stream) return 'the entry says that it is of another stream';
  if (unsealed.seq !== expected.seq) return 'the number of the entry stands twice in its stream';
  if (digestOf(unsealed) !== hash) return 'the entry was altered: its hash does not match what it says';
  if (unsealed.previousHash !== expected.hash) {
    return 'the entry does not follow the one before it: one of the two was replaced';
  }
  return undefined;
}

/**
 * What is left of `draft` after it was stored as JSON in UTF-8: half characters become U+FFFD, and what is named
 * `__proto__` goes, which neither schemas nor tables keep.
 */
function asStored(draft: AuditDraft): AuditDraft {
  const text = JSON.stringify(draft).replace(/\\(?:u(d[89a-f][0-9a-f]{2})|.)/g, (sequence, half) =>
    half === undefined ? sequence : '\\ufffd',
  );
  return JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value));
}
