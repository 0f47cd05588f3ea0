import { unitMicroUsd } from '../budget/service-cost.ts';
import type { Change } from '../contract/change.ts';
import type { Proposal } from '../contract/proposal.ts';
import { OpsError } from '../errors.ts';
import { explainStop } from '../fleet/explain-stop.ts';
import { formatUsd } from '../format.ts';
import type { Ports } from '../ports.ts';
import { find } from '../store/record-type.ts';
import { Changes } from '../store/records/changes.ts';
import { Services } from '../store/records/services.ts';
import { MS } from '../units.ts';
import { undoProposal } from './apply-proposal.ts';
import { decideVerification, factsOf, type SpanFacts } from './decide-verification.ts';
import { limitsOf } from './limits.ts';
import { readHistory } from './load-subject.ts';
import { proposalCommit, proposalWith } from './record-proposal.ts';
import { takesTurn } from './verification-turn.ts';

/** So long an applied proposal is watched (spec, the nightly optimizer). */
export const VERIFY_SEC = 86_400;

/** Tasks that just started are not judged. */
const SETTLE_MS = 15 * MS.minute;

/** What the figures were on the day before a proposal was applied. */
export async function baselineOf(
  ports: Pick<Ports, 'metrics'>,
  service: string,
  appliedAt: string,
): Promise<NonNullable<Proposal['baseline']>> {
  const toMs = Date.parse(appliedAt);
  const { p95Ms, errorRatio } = factsOf(await readHistory(ports, service, { fromMs: toMs - MS.day, toMs }));
  return { ...(p95Ms !== undefined && { p95Ms }), ...(errorRatio !== undefined && { errorRatio }) };
}

/** Looks at a VERIFYING proposal: undoes it and blocks its direction, ends it as verified with what it saved, or waits. */
export async function verifyProposal(ports: Ports, proposal: Proposal, correlationId: string): Promise<void> {
  if (proposal.revertChangeId !== undefined) return followUndo(ports, proposal, correlationId);
  const nowMs = ports.clock.now().getTime();
  if (!isOver(proposal, nowMs) && !takesTurn(ports.store, proposal.id, nowMs)) return;
  const changed = await changedMeanwhile(ports, proposal);
  if (changed) return end(ports, proposal, { status: 'SUPERSEDED', statusReason: changed }, correlationId);
  const spans = await spansOf(ports, proposal, nowMs);
  const outOfMemoryKills = await killsSince(ports, proposal);
  const verdict = decideVerification({ ...spans, isOver: isOver(proposal, nowMs), outOfMemoryKills });
  if (verdict.kind === 'worse') return revert(ports, proposal, { reason: verdict.because, correlationId });
  if (verdict.kind === 'good') return book(ports, proposal, spans, correlationId);
}

function isOver({ verifyUntil, at }: Proposal, nowMs: number): boolean {
  return nowMs >= Date.parse(verifyUntil ?? at);
}

/** Sizes and target are the deployer's; bounds may be raised for a while without that being another decision. */
async function changedMeanwhile(
  { store }: Ports,
  { service: name, after }: Proposal,
): Promise<string | undefined> {
  const service = await find(store, Services, name);
  if (!service || service.status === 'RETIRING' || service.status === 'RETIRED')
    return 'The service was retired.';
  const { cpuUnits, memoryMiB, cpuTarget } = limitsOf(service);
  const same = cpuUnits === after.cpuUnits && memoryMiB === after.memoryMiB && cpuTarget === after.cpuTarget;
  return same ? undefined : 'The limits were changed again before it was verified.';
}

/** What was measured since it was applied, and in the same hours of the day before. */
async function spansOf(ports: Ports, { service, appliedAt, at }: Proposal, nowMs: number) {
  const appliedMs = Date.parse(appliedAt ?? at);
  const fromMs = appliedMs + SETTLE_MS;
  const toMs = Math.max(fromMs, Math.min(nowMs, appliedMs + VERIFY_SEC * MS.second));
  const [after, before] = await Promise.all([
    readHistory(ports, service, { fromMs, toMs }),
    readHistory(ports, service, { fromMs: fromMs - MS.day, toMs: Math.min(toMs - MS.day, appliedMs) }),
  ]);
  return { after: factsOf(after), before: factsOf(before) };
}

async function killsSince({ compute }: Ports, { service, appliedAt, at }: Proposal): Promise<number> {
  const [seen] = await compute.observe([service]);
  if (seen?.kind !== 'present') return 0;
  const { image } = seen.content;
  return seen.stoppedTasks
    .filter(({ stoppedAt }) => stoppedAt > (appliedAt ?? at))
    .filter((task) => explainStop(task, image)?.kind === 'out-of-memory').length;
}

async function revert(
  ports: Ports,
  proposal: Proposal,
  { reason, correlationId }: { readonly reason: string; readonly correlationId: string },
): Promise<void> {
  const said = `Undone, because ${reason}; this direction is blocked for 14 days.`;
  const change = await undoChange(ports, proposal, { reason: said, correlationId });
  const revertedAt = ports.clock.now().toISOString();
  const waits = change?.status === 'AWAITING_APPROVAL';
  const reverted = proposalWith(proposal, {
    status: waits ? 'VERIFYING' : 'REVERTED',
    statusReason: waits ? `To be undone, because ${reason}; the undo waits for people.` : said,
    revertedAt,
    realisedSavingMicroUsd: 0,
    ...(change && { revertChangeId: change.id }),
  });
  const action = waits ? 'proposal.regressed' : 'proposal.reverted';
  await ports.store.commit(proposalCommit(ports, reverted, { action, correlationId }));
}

/** An undo that a policy has people look at is done when they let it be done, and not before. */
async function followUndo(ports: Ports, proposal: Proposal, correlationId: string): Promise<void> {
  const undo = await find(ports.store, Changes, proposal.revertChangeId ?? '');
  if (!undo || undo.status === 'AWAITING_APPROVAL' || undo.status === 'APPROVED') return;
  if (undo.replacedBy !== undefined) {
    const followed = proposalWith(proposal, { revertChangeId: undo.replacedBy });
    return ports.store.commit(
      proposalCommit(ports, followed, { action: 'proposal.regressed', correlationId }),
    );
  }
  if (!UNDONE.includes(undo.status)) {
    const statusReason = `It made things worse, and its undo is ${undo.status}: ${undo.statusReason}`;
    return end(ports, proposal, { status: 'SUPERSEDED', statusReason }, correlationId);
  }
  const statusReason = `Undone by change ${undo.id}; this direction is blocked for 14 days.`;
  const reverted = proposalWith(proposal, { status: 'REVERTED', statusReason });
  await ports.store.commit(proposalCommit(ports, reverted, { action: 'proposal.reverted', correlationId }));
}

const UNDONE: readonly Change['status'][] = ['EXECUTING', 'VERIFYING', 'DONE'];

/** A policy may forbid even going back; the regression is recorded all the same and people see both. */
async function undoChange(ports: Ports, proposal: Proposal, said: { reason: string; correlationId: string }) {
  try {
    return await undoProposal(ports, proposal, said);
  } catch (error) {
    if (!OpsError.is(error, 'policy.denied')) throw error;
    ports.log.error('optimizer.undo-denied', { service: proposal.service, proposalId: proposal.id });
    return undefined;
  }
}

async function book(
  ports: Ports,
  proposal: Proposal,
  spans: { readonly after: SpanFacts; readonly before: SpanFacts },
  correlationId: string,
): Promise<void> {
  const prices = ports.prices.current();
  const was = (spans.before.meanTasks ?? proposal.before.min) * unitMicroUsd(proposal.before, prices);
  const is = (spans.after.meanTasks ?? proposal.after.min) * unitMicroUsd(proposal.after, prices);
  const realisedSavingMicroUsd = Math.round(was - is);
  const statusReason = `Verified for 24 hours; it saves ${formatUsd(realisedSavingMicroUsd)} a month, ${formatUsd(proposal.predictedSavingMicroUsd)} were predicted.`;
  return end(ports, proposal, { status: 'VERIFIED', statusReason, realisedSavingMicroUsd }, correlationId);
}

async function end(
  ports: Ports,
  proposal: Proposal,
  changed: Partial<Proposal>,
  correlationId: string,
): Promise<void> {
  const action = changed.status === 'VERIFIED' ? 'proposal.verified' : 'proposal.ended';
  await ports.store.commit(proposalCommit(ports, proposalWith(proposal, changed), { action, correlationId }));
}
