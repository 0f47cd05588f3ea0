import { costDelta, unitMicroUsd } from '../budget/service-cost.ts';
import type { PriceTable } from '../contract/money.ts';
import type { Limits, Proposal, ProposalClass } from '../contract/proposal.ts';
import type { Service } from '../contract/service.ts';
import { formatInstant, formatUsd, plural } from '../format.ts';
import { alternativesTo } from './alternatives.ts';
import { type Blocked, memoryNeedMiB } from './candidates.ts';
import { classify, type HumanEdit } from './classify.ts';
import type { Demand } from './demand.ts';
import { bindingConstraint, explain, NO_CHANGE_WORDS, undoInWords, VERIFICATION } from './explain.ts';
import { changedFields, limitsOf } from './limits.ts';
import { type Found, type SearchInput, searchLimits, type Tried } from './search.ts';
import type { Track } from './track.ts';

/** All that a proposal for one service is made from. */
export interface ProposeInput {
  readonly service: Service;
  readonly prices: PriceTable;
  readonly demand: Demand;
  readonly track: Track;
  readonly blocked: readonly Blocked[];
  /** Fields that people set within the last 7 days. */
  readonly edits: readonly HumanEdit[];
}

/** What a proposal says, before it has an id, a run and a place in the store. */
export type ProposalDraft = Pick<
  Proposal,
  | 'class'
  | 'statusReason'
  | 'before'
  | 'after'
  | 'cost'
  | 'evidence'
  | 'bindingConstraint'
  | 'alternatives'
  | 'explanation'
  | 'verification'
  | 'undo'
  | 'predictedSavingMicroUsd'
>;

/** Proposes limits for a service from what it needed, and says why. Pure; total for every history. */
export function propose(input: ProposeInput): ProposalDraft {
  const { service, demand, prices, track } = input;
  const before = limitsOf(service);
  const needMiB = memoryNeedMiB(demand);
  const search: SearchInput = { before, spec: service.spec, track, prices, needMiB, blocked: input.blocked };
  const found = searchLimits(search);
  if (!found.best) return unchanged(input, found, whyUnchanged(found));
  const conflict = conflictOf(input.edits, changedFields(before, found.best.limits));
  const kind: ProposalClass = conflict ? 'CONFLICT' : classify(found.today, found.best);
  const alternatives = alternativesTo(search, found, found.best);
  const binding = bindingConstraint({ demand, needMiB, best: found.best, alternatives });
  const draft = {
    ...common(input, found, found.best),
    class: kind,
    alternatives,
    bindingConstraint: binding,
  };
  const statusReason =
    conflict ?? `${kind}: ${formatUsd(-draft.cost.expected.deltaMicroUsd)} a month less is expected.`;
  const explanation = explain({ draft, demand, found, best: found.best, needMiB, prices, conflict });
  return { ...draft, statusReason, explanation };
}

/** A draft that changes nothing, with the reason in plain words; also for services that were not searched at all. Pure. */
export function leaveAlone(
  service: Service,
  said: {
    readonly class: ProposalClass;
    readonly reason: string;
    readonly prices: PriceTable;
    readonly samples?: number;
  },
): ProposalDraft {
  const before = limitsOf(service);
  const unit = unitMicroUsd(before, said.prices);
  const same = (tasks: number) => costDelta(tasks * unit, tasks * unit);
  return {
    class: said.class,
    statusReason: said.reason,
    before,
    after: before,
    cost: { floor: same(before.min), expected: same(service.desiredCount), ceiling: same(before.max) },
    evidence: { samples: said.samples ?? 0, outOfMemoryKills: 0 },
    bindingConstraint: said.reason,
    alternatives: [],
    explanation: [said.reason],
    ...NO_CHANGE_WORDS,
    predictedSavingMicroUsd: 0,
  };
}

function unchanged(input: ProposeInput, found: Found, reason: string): ProposalDraft {
  const draft = common(input, found, found.today);
  return {
    ...draft,
    class: 'NO_CHANGE',
    statusReason: reason,
    bindingConstraint: reason,
    alternatives: [],
    explanation: [reason],
    ...NO_CHANGE_WORDS,
  };
}

function whyUnchanged({ today, mustChange }: Found): string {
  const { overloadMinutes, cpuP95 } = today.outcome;
  const state = `${plural(Math.round(overloadMinutes), 'overload minute')} and ${Math.round(cpuP95 * 100)} % CPU (P95) in the replay`;
  return mustChange
    ? `Today's limits are too small (${state}), but no step that may be taken in one night would help.`
    : `Nothing near today's limits is cheaper by 10 % and $5 a month without being worse (${state}).`;
}

function conflictOf(edits: readonly HumanEdit[], changed: readonly (keyof Limits)[]): string | undefined {
  const edit = edits.find(({ field }) => changed.includes(field));
  if (!edit) return undefined;
  return `${edit.by} set ${edit.field} on ${formatInstant(edit.at)}; what a person set is left alone for 7 days.`;
}

function common({ service, demand, track, prices }: ProposeInput, { today }: Found, best: Tried) {
  const before = limitsOf(service);
  const money = ({ limits, expectedMicroUsd }: Tried) => {
    const unit = unitMicroUsd(limits, prices);
    return { floor: limits.min * unit, expected: expectedMicroUsd, ceiling: limits.max * unit };
  };
  const [was, will] = [money(today), money(best)];
  const expected = costDelta(was.expected, will.expected);
  return {
    before,
    after: best.limits,
    cost: {
      floor: costDelta(was.floor, will.floor),
      expected,
      ceiling: costDelta(was.ceiling, will.ceiling),
    },
    evidence: evidenceOf(demand, track, { today, best }),
    verification: VERIFICATION,
    undo: undoInWords(before),
    predictedSavingMicroUsd: -expected.deltaMicroUsd,
  };
}

function evidenceOf(
  demand: Demand,
  { forecast }: Track,
  { today, best }: { readonly today: Tried; readonly best: Tried },
): Proposal['evidence'] {
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    from: iso(demand.firstMs),
    to: iso(demand.lastMs + demand.stepSec * 1_000),
    samples: demand.samples,
    cpuP50: demand.cpuP50,
    cpuP95: demand.cpuP95,
    memoryMaxMiB: Math.round(demand.memoryMaxMiB),
    peakAt: iso(demand.peakAtMs),
    outOfMemoryKills: demand.outOfMemoryKills,
    overloadMinutesBefore: Math.round(today.outcome.overloadMinutes),
    overloadMinutesAfter: Math.round(best.outcome.overloadMinutes),
    ...(forecast && {
      forecastMethod: forecast.method,
      forecastPeakVcpu:
        Math.round(forecast.forecast.upper.reduce((a, b) => Math.max(a, b), 0) * 1_000) / 1_000,
    }),
  };
}
