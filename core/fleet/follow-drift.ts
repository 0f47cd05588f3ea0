import { ACTORS } from '../actors.ts';
import type { Drift } from '../contract/service.ts';
import type { ObservedService } from './compute.ts';
import { contentDifferences } from './content-drift.ts';
import { isDriftFight, recentReverts } from './drift-fight.ts';
import { countOwner } from './follow-count.ts';
import { type Draft, type Happening, isLive, type Picture, revisionOf, targetOf, tell } from './picture.ts';

type Present = Extract<ObservedService, { kind: 'present' }>;
type Found = Pick<Drift, 'field' | 'expected' | 'actual' | 'actor'>;

/** Records which values their owners did not set, and which of those are gone. Reports; a revert is a Change. Pure. */
export function followDrift(draft: Draft, picture: Picture): Draft {
  const { observed, now } = picture;
  if (observed.kind === 'missing' || observed.status !== 'ACTIVE' || !isLive(draft.service)) return draft;
  const content = contentDrift(draft, observed);
  const found = [...countDrift(draft, observed), ...content];
  const drift = found.map((one) => asDrift(one, draft, now));
  const service = {
    ...draft.service,
    drift,
    driftedContent: content.length > 0 ? observed.content : undefined,
  };
  return tell({ ...draft, service }, ...news(draft.service.drift, drift));
}

function countDrift(draft: Draft, observed: Present): readonly Found[] {
  if (countOwner(draft, observed) !== 'drifted') return [];
  const { desiredCount } = draft.service;
  const actor = observed.setBy.desiredCount;
  return [
    { field: 'desiredCount', expected: String(desiredCount), actual: String(observed.desiredCount), actor },
  ];
}

/** What is being rolled out, or back from, is nobody's drift; nor is a content that we have yet to replace. */
function contentDrift(draft: Draft, observed: Present): readonly Found[] {
  const { service, deployment } = draft;
  const target = targetOf(draft);
  if (!target || observed.generation < service.generation) return [];
  const moving = deployment?.id === service.deploymentId ? deployment : undefined;
  const ours = [target, revisionOf(draft, moving?.revision), revisionOf(draft, moving?.fromRevision)];
  if (ours.some((revision) => revision?.contentHash === observed.contentHash)) return [];
  const actor = observed.setBy.content;
  return contentDifferences(target.content, observed.content).map((one) => ({ ...one, actor }));
}

function asDrift(found: Found, { service }: Draft, now: string): Drift {
  const known = service.drift.find(({ field }) => field === found.field);
  const revertsAt = recentReverts(service, found.field, now);
  const fight = known?.fight === true || isDriftFight({ revertsAt }, now);
  return { ...found, actor: found.actor || 'unknown', since: known?.since ?? now, revertsAt, fight };
}

function news(before: readonly Drift[], after: readonly Drift[]): readonly Happening[] {
  const was = (field: Drift['field']) => before.find((one) => one.field === field);
  const drifted = after.filter((one) => was(one.field)?.actual !== one.actual).map(driftedNews);
  const fought = after.filter((one) => one.fight && was(one.field)?.fight !== true).map(foughtNews);
  const cleared = before.filter((one) => !after.some(({ field }) => field === one.field)).map(clearedNews);
  return [...drifted, ...fought, ...cleared];
}

function driftedNews({ field, expected, actual, actor }: Drift): Happening {
  const reason = `${field} is ${actual}, set by ${actor}; it shall be ${expected}.`;
  return { action: 'service.drifted', reason, detail: { field, expected, actual, actor } };
}

function foughtNews(drift: Drift): Happening {
  const { field, actor, revertsAt } = drift;
  return {
    action: 'service.drift-fought',
    outcome: 'failed',
    reason: fightWords(drift),
    detail: { code: 'DRIFT_FIGHT', field, actors: [ACTORS.reconciler.sub, actor], revertsAt },
  };
}

/** A fight in plain words, naming both who keep undoing each other. */
export function fightWords({ field, actor }: Drift): string {
  return `${ACTORS.reconciler.sub} and ${actor} keep undoing each other's ${field}. Nothing is reverted any more; find out why ${actor} sets it, then adopt or revert it.`;
}

function clearedNews({ field }: Drift): Happening {
  return { action: 'service.drift-cleared', reason: `${field} is what it shall be.`, detail: { field } };
}
