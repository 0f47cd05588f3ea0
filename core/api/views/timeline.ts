import { entryOf } from '../../audit/audit-pages.ts';
import type { AuditEntry } from '../../contract/audit.ts';
import type { Page } from '../../contract/primitives.ts';
import type { Decision } from '../../contract/scaling.ts';
import type { TimelineEntry } from '../../contract/service.ts';
import { list } from '../../store/record-type.ts';
import { auditEntryKey, entriesOf } from '../../store/records/audit.ts';
import { Decisions, decisionsOf } from '../../store/records/decisions.ts';
import type { Store } from '../../store/store.ts';
import { mergedPage, type Source } from '../merged-page.ts';
import type { PageWish } from '../record-page.ts';
import { decisionTitle, entryTitle } from './timeline-titles.ts';

/** What happened to a service and why it was scaled or not, one list, newest first. */
export function timeline(store: Store, service: string, wish: PageWish): Promise<Page<TimelineEntry>> {
  const sources = [entrySource(store, service), decisionSource(store, service)];
  return mergedPage({ name: ['timeline', service], sources, rank: ({ at, id }) => `${at} ${id}` }, wish);
}

/** Audit entries; one that only repeats a decision is left to the decision, which says more. */
function entrySource(store: Store, service: string): Source<TimelineEntry> {
  const order = entriesOf(`service/${service}`, 'descending');
  return async (range) => {
    const { items } = await store.query({ ...order, ...range });
    return items.map(entryOf).map((entry) => ({
      sortKey: auditEntryKey(entry.stream, entry.seq).sk,
      value: entry.decisionId === undefined ? fromEntry(entry) : undefined,
    }));
  };
}

function decisionSource(store: Store, service: string): Source<TimelineEntry> {
  return async (range) => {
    const { items } = await list(store, Decisions, { ...decisionsOf(service), ...range });
    return items.map((decision) => ({
      sortKey: Decisions.key(Decisions.idOf(decision)).sk,
      value: fromDecision(decision),
    }));
  };
}

function fromEntry(entry: AuditEntry): TimelineEntry {
  const { id, at, action, actor, outcome, reason, changeId, detail } = entry;
  return {
    id,
    at,
    kind: kindOf(action),
    action,
    title: entryTitle(action, outcome),
    actor: actor.sub,
    detail: { reason, ...(outcome !== 'done' && { outcome }), ...detail },
    ...(changeId !== undefined && { changeId }),
  };
}

function fromDecision(decision: Decision): TimelineEntry {
  const { id, at, actor, changeId, version: _version, service: _service, ...detail } = decision;
  return {
    id,
    at,
    kind: 'decision',
    action: 'decision.recorded',
    title: decisionTitle(decision),
    actor,
    detail,
    ...(changeId !== undefined && { changeId }),
  };
}

const KINDS: Readonly<Record<string, TimelineEntry['kind']>> = {
  change: 'change',
  deployment: 'deployment',
  approval: 'approval',
  review: 'approval',
  'break-glass': 'approval',
  decision: 'decision',
  budget: 'budget',
  service: 'service',
};

function kindOf(action: string): TimelineEntry['kind'] {
  if (action.startsWith('service.drift')) return 'drift';
  return KINDS[action.split('.')[0] ?? ''] ?? 'other';
}
