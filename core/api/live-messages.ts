import type { LiveMessage } from '../contract/events.ts';
import { auditStreamOf } from '../store/records/audit.ts';
import type { Item } from '../store/store.ts';

const KINDS: Readonly<Record<string, LiveMessage['kind']>> = {
  SERVICE: 'service',
  CHANGE: 'change',
  APPROVAL: 'approval',
  BUDGET: 'budget',
  JOB: 'job',
  POLICY: 'policy',
};

/** What of a stored item tells whether pages hear of it. */
export type ItemMark = Pick<Item, 'key' | 'version'>;

/**
 * What pages are told of items that were stored, in their order: each record that changed (a run is its job's), and
 * each audit stream that grew. What changed more than once is told once, as it was stored last. Pure.
 */
export function liveMessages(stored: readonly ItemMark[]): readonly LiveMessage[] {
  const messages = stored.flatMap((item) => messageOf(item) ?? []);
  return [...new Map(messages.map((message) => [`${message.kind} ${message.id}`, message])).values()];
}

function messageOf({ key, version }: ItemMark): LiveMessage | undefined {
  const stream = auditStreamOf(key);
  if (stream !== undefined) return { kind: 'audit', id: stream, version };
  const [entity = '', id] = key.pk.split('#');
  const kind = KINDS[entity];
  const isRecord = key.sk === 'CURRENT' || kind === 'policy'; // a policy is all of its versions
  return isRecord && kind && id !== undefined ? { kind, id, version } : undefined;
}
