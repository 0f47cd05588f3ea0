import type { Limits, Proposal } from '../../../core/contract/proposal.ts';
import { formatUsd } from '../../../core/format.ts';
import type { Session } from '../session.ts';
import { harmless, paintState } from './style.ts';
import { facts } from './table.ts';
import { instantText, moneyDelta, sizeText } from './words.ts';

type Pair = readonly [string, string];

/** One proposal in full: what changes, the money, the evidence, what else was looked at, how to undo it. */
export function proposalText(proposal: Proposal, { paint, io: { timeZone } }: Session): string {
  const { service, program, status, statusReason, before, after, cost, explanation, alternatives } = proposal;
  const lines = facts(
    [
      ['Proposal', `${proposal.id} for ${service} (program ${program})`],
      ['Class', proposal.class],
      ['Status', `${paintState(paint, status)}  ${harmless(statusReason)}`],
      ['Limits', `${limitsText(before)} -> ${limitsText(after)}`],
      ...(['floor', 'expected', 'ceiling'] as const).map(
        (what): Pair => [moneyLabel(what), deltaText(cost[what])],
      ),
      ['Evidence', evidenceText(proposal)],
      ['Bound by', harmless(proposal.bindingConstraint)],
      ...alternatives.map(
        (other): Pair => [
          'Not taken',
          `${limitsText(other.limits)}, ${formatUsd(other.expectedMicroUsd)}: ${harmless(other.rejectedBecause)}`,
        ],
      ),
      ['Verified by', harmless(proposal.verification)],
      ['Undo', harmless(proposal.undo)],
      ['Change', proposal.changeId],
      ['At', instantText(proposal.at, timeZone)],
    ],
    paint,
  );
  return [...explanation.map(harmless), '', lines].join('\n');
}

function moneyLabel(what: 'floor' | 'expected' | 'ceiling'): string {
  return `${what.charAt(0).toUpperCase()}${what.slice(1)} a month`;
}

function deltaText({ beforeMicroUsd, afterMicroUsd, deltaMicroUsd }: Proposal['cost']['floor']): string {
  return `${formatUsd(beforeMicroUsd)} -> ${formatUsd(afterMicroUsd)} (${moneyDelta(deltaMicroUsd)}), compute only`;
}

function limitsText(limits: Limits): string {
  return `${sizeText(limits)}, ${limits.min}..${limits.max}, CPU target ${Math.round(limits.cpuTarget * 100)} %`;
}

function evidenceText({ evidence }: Proposal): string {
  const { samples, cpuP95, memoryMaxMiB, outOfMemoryKills } = evidence;
  const parts = [
    `${samples} samples`,
    cpuP95 === undefined ? '' : `CPU p95 ${Math.round(cpuP95 * 100)} %`,
    memoryMaxMiB === undefined ? '' : `memory at most ${Math.round(memoryMaxMiB)} MiB`,
    `${outOfMemoryKills} out-of-memory kills`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
