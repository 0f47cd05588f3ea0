import { ACTORS } from '../actors.ts';
import { recommit, withoutAllowance } from '../budget/envelope.ts';
import { ceilingMicroUsd, committedMax } from '../budget/service-cost.ts';
import type { Approval } from '../contract/approval.ts';
import type { Change } from '../contract/change.ts';
import type { Budget } from '../contract/money.ts';
import type { Service } from '../contract/service.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { clampDecision } from '../scaling/clamp-decision.ts';
import { find } from '../store/record-type.ts';
import { Budgets } from '../store/records/budgets.ts';
import { Services } from '../store/records/services.ts';
import { clamp } from '../units.ts';
import { approvalWrites, writesOf } from './apply-change.ts';
import { changeAudit, changeEvent } from './change-audit.ts';
import { loadChange } from './load-change.ts';
import { settleChange } from './settle-change.ts';

/** Ends the time box of a Change when it is over: bounds, task count and budget go back in one commit. Idempotent. */
export function revertChange(ports: Ports, changeId: string): Promise<void> {
  return retryOnConflict(() => revert(ports, changeId, ports.clock.now().toISOString()));
}

/** Whether the time box of an executed raise is over at `now`. */
export function isBoxOver({ status, revertsAt }: Change, now: string): boolean {
  return status === 'DONE' && revertsAt !== undefined && Date.parse(revertsAt) <= Date.parse(now);
}

async function revert(ports: Ports, id: string, at: string): Promise<void> {
  const { change, approval } = await loadChange(ports, id);
  if (!isBoxOver(change, at)) return;
  const service = await find(ports.store, Services, change.target.name);
  const budget = await find(ports.store, Budgets, change.program);
  const back = service?.timeBox?.changeId === id ? bringBack(service, at) : undefined;
  const decision =
    service && back
      ? clampDecision({
          id: ports.ids.next(),
          before: service,
          after: back,
          changeId: id,
          at,
          trigger: 'reverted',
        })
      : undefined;
  const reason = back
    ? `The time box is over: bounds are ${back.bounds.min} to ${back.bounds.max} again.`
    : 'The time box is over; a later change had replaced its bounds already.';
  const reverted = settleChange(change, { status: 'REVERTED', reason, at });
  await ports.store.commit({
    writes: [
      ...writesOf({
        change: reverted,
        service:
          back && decision
            ? {
                ...back,
                scaling: { ...back.scaling, lastDecisionId: decision.id, lastScaleDecisionId: decision.id },
              }
            : back,
        budget: budget && moneyBack(ports, { budget, service, back, id, at }),
        decision,
      }),
      ...approvalWrites(revertedApproval(approval, reason)),
    ],
    audit: [changeAudit(ports, reverted, { action: 'change.reverted', actor: ACTORS.clock })],
    events: [changeEvent(ports, reverted, 'change.reverted', ACTORS.clock)],
  });
}

function bringBack(service: Service, at: string): Service {
  const bounds = service.timeBox?.revertTo ?? service.bounds;
  return {
    ...service,
    bounds,
    timeBox: undefined,
    desiredCount: clamp(service.desiredCount, bounds.min, bounds.max),
    updatedAt: at,
    version: service.version + 1,
  };
}

function moneyBack(
  { prices }: Ports,
  of: {
    readonly budget: Budget;
    readonly service: Service | undefined;
    readonly back: Service | undefined;
    readonly id: string;
    readonly at: string;
  },
): Budget {
  const ceiling = (service: Service | undefined) =>
    service ? ceilingMicroUsd(service.spec, committedMax(service), prices.current()) : 0;
  const delta = of.back ? ceiling(of.back) - ceiling(of.service) : 0;
  return withoutAllowance(recommit(of.budget, delta, of.at), of.id);
}

function revertedApproval(approval: Approval | undefined, reason: string): Approval | undefined {
  if (approval?.status !== 'EXECUTED') return undefined;
  return { ...approval, status: 'REVERTED', statusReason: reason, version: approval.version + 1 };
}
