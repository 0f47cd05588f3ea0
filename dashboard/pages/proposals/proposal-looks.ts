import type { BadgeProps } from '@cloudscape-design/components/badge';
import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Limits, Proposal, ProposalClass } from '../../../core/contract/proposal.ts';
import { percent, taskSize } from '../../util/words.ts';

/** How each state of a proposal looks. */
export const PROPOSAL_LOOKS: Readonly<Record<Proposal['status'], StatusIndicatorProps.Type>> = {
  RECOMMENDED: 'info',
  AWAITING_APPROVAL: 'pending',
  APPLYING: 'in-progress',
  VERIFYING: 'in-progress',
  VERIFIED: 'success',
  REVERTED: 'warning',
  REJECTED: 'stopped',
  SUPERSEDED: 'stopped',
  NONE: 'stopped',
};

/** What each class of proposal means, and its badge. */
export const CLASS_WORDS: Readonly<
  Record<ProposalClass, { readonly word: string; readonly color: NonNullable<BadgeProps['color']> }>
> = {
  REDUCE: { word: 'Less', color: 'green' },
  RAISE: { word: 'More', color: 'severity-medium' },
  REBALANCE: { word: 'Rebalance', color: 'blue' },
  NO_CHANGE: { word: 'No change', color: 'grey' },
  INSUFFICIENT_DATA: { word: 'Not enough data', color: 'grey' },
  CONFLICT: { word: 'Conflict', color: 'severity-high' },
};

/** Whether the night proposes anything at all. */
export function proposesSomething({ class: kind }: Pick<Proposal, 'class'>): boolean {
  return kind === 'REDUCE' || kind === 'RAISE' || kind === 'REBALANCE' || kind === 'CONFLICT';
}

/** Limits in words: `1 vCPU, 2 GB; 2–4 tasks; CPU aimed at 60 %`. */
export function limitsWords(limits: Limits): string {
  return `${taskSize(limits)}; ${limits.min}–${limits.max} tasks; CPU aimed at ${percent(limits.cpuTarget)}`;
}

/** The heading of a proposal: `ai-recommender: 1 vCPU, 4 GB → 1 vCPU, 2 GB`. */
export function proposalTitle({
  service,
  before,
  after,
}: Pick<Proposal, 'service' | 'before' | 'after'>): string {
  const size = taskSize(before) === taskSize(after) ? undefined : `${taskSize(before)} → ${taskSize(after)}`;
  const bounds =
    before.min === after.min && before.max === after.max
      ? undefined
      : `${before.min}–${before.max} → ${after.min}–${after.max} tasks`;
  const target =
    before.cpuTarget === after.cpuTarget
      ? undefined
      : `CPU aimed at ${percent(before.cpuTarget)} → ${percent(after.cpuTarget)}`;
  const changes = [size, bounds, target].filter((part) => part !== undefined);
  return changes.length === 0 ? `${service} stays as it is` : `${service}: ${changes.join(', ')}`;
}
