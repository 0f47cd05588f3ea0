import type { Proposal, SavingsView } from '../contract/proposal.ts';
import type { Ports } from '../ports.ts';
import { each } from '../store/record-type.ts';
import { allProposals, Proposals } from '../store/records/proposals.ts';

/** What the optimizer saved since the first of the month (UTC), predicted beside realised, a month. */
export async function savingsOfMonth({ store, clock }: Pick<Ports, 'store' | 'clock'>): Promise<SavingsView> {
  const month = clock.now().toISOString().slice(0, 7);
  const counted: Proposal[] = [];
  for await (const proposal of each(store, Proposals, allProposals)) {
    if (proposal.at < month) break;
    if (APPLIED.includes(proposal.status)) counted.push(proposal);
  }
  const standing = counted.filter(({ status }) => status !== 'REVERTED');
  return {
    month,
    predictedMicroUsd: sum(standing.map(({ predictedSavingMicroUsd }) => predictedSavingMicroUsd)),
    realisedMicroUsd: sum(standing.map(({ realisedSavingMicroUsd }) => realisedSavingMicroUsd ?? 0)),
    proposals: standing.length,
    reverted: counted.length - standing.length,
  };
}

const APPLIED: readonly Proposal['status'][] = ['VERIFYING', 'VERIFIED', 'REVERTED'];

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
