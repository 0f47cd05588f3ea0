import type { LiveMessage } from '../../../core/contract/events.ts';
import type { Item } from '../../../core/store/store.ts';
import type { CommitNotice } from '../level-commits.ts';

const KINDS: Readonly<Record<string, LiveMessage['kind']>> = {
  SERVICE: 'service',
  CHANGE: 'change',
  APPROVAL: 'approval',
  BUDGET: 'budget',
  JOB: 'job',
  POLICY: 'policy',
};

/** What pages are told of a commit: each record that changed (a run is its job's), and each audit stream that grew. Pure. */
export function liveMessages({ items, audit }: CommitNotice): readonly LiveMessage[] {
  const records = items.flatMap(recordMessage);
  const streams = new Map(audit.map(({ stream, seq }) => [stream, seq]));
  const grown = [...streams].map(([id, version]) => ({ kind: 'audit', id, version }) as const);
  return [...records, ...grown];
}

function recordMessage({ key, version }: Item): readonly LiveMessage[] {
  const [entity = '', id] = key.pk.split('#');
  const kind = KINDS[entity];
  const isRecord = key.sk === 'CURRENT' || kind === 'policy'; // a policy is all of its versions
  return isRecord && kind && id !== undefined ? [{ kind, id, version }] : [];
}
