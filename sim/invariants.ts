import type { Embedded } from '../adapters/embedded/open-embedded.ts';
import { approvedBy } from '../core/approvals/decide-vote.ts';
import { verifyAudit } from '../core/audit/verify-audit.ts';
import { approvedMicroUsd } from '../core/budget/envelope.ts';
import { ceilingMicroUsd, committedMax } from '../core/budget/service-cost.ts';
import type { Approval } from '../core/contract/approval.ts';
import type { Service } from '../core/contract/service.ts';
import { each, type RecordType } from '../core/store/record-type.ts';
import { Approvals, allApprovals } from '../core/store/records/approvals.ts';
import { allBudgets, Budgets } from '../core/store/records/budgets.ts';
import { liveServices, Services } from '../core/store/records/services.ts';
import type { Query } from '../core/store/store.ts';

/** What must hold at every moment. Each answer is one violation in plain words. */
export async function violations(embedded: Embedded): Promise<readonly string[]> {
  const { ports } = embedded;
  const services = await all(embedded, Services, liveServices);
  return [
    ...services.flatMap(outOfBounds),
    ...(await overspent(embedded, services)),
    ...(await executedAlone(embedded)),
    ...unexplained(embedded),
    ...(await chainBroken(ports)),
  ];
}

function outOfBounds({ name, status, desiredCount, bounds }: Service): readonly string[] {
  if (status === 'RETIRING') return [];
  const inside = desiredCount >= bounds.min && desiredCount <= bounds.max;
  return inside ? [] : [`${name} desires ${desiredCount}, outside ${bounds.min} to ${bounds.max}`];
}

async function overspent(embedded: Embedded, services: readonly Service[]): Promise<readonly string[]> {
  const prices = embedded.ports.prices.current();
  const budgets = await all(embedded, Budgets, allBudgets);
  return budgets.flatMap((budget) => {
    const counted = services.filter(
      ({ program, status }) => program === budget.scope && status !== 'RETIRING',
    );
    const sum = counted.reduce(
      (total, service) => total + ceilingMicroUsd(service.spec, committedMax(service), prices),
      0,
    );
    const committed = budget.committedMicroUsd;
    return [
      ...(committed === sum ? [] : [`${budget.scope} committed ${committed}, its ceilings are ${sum}`]),
      ...(committed <= approvedMicroUsd(budget) ? [] : [`${budget.scope} committed more than is approved`]),
    ];
  });
}

async function executedAlone(embedded: Embedded): Promise<readonly string[]> {
  const approvals = await all(embedded, Approvals, allApprovals);
  const executed = approvals.filter(({ status }) => ['EXECUTING', 'EXECUTED', 'REVERTED'].includes(status));
  return executed
    .filter((approval) => !isQuorate(approval))
    .map(({ id }) => `approval ${id} lacks its quorum`);
}

function isQuorate({ quorum, votes, requestedBy }: Approval): boolean {
  const own = votes.some(({ by }) => by === requestedBy.sub);
  return !own && quorum.every(({ group, min }) => approvedBy(votes, group).length >= min);
}

function unexplained({ cloud }: Embedded): readonly string[] {
  return cloud.mutations
    .filter(({ actor }) => !actor.includes('@console'))
    .filter(({ changeId, decisionId }) => (changeId === undefined) === (decisionId === undefined))
    .map(({ call, service, at }) => `${call} of ${service} at ${at} has not exactly one cause`);
}

async function chainBroken(ports: Embedded['ports']): Promise<readonly string[]> {
  const { ok, firstBroken } = await verifyAudit(ports);
  return ok ? [] : [`the audit chain is broken: ${JSON.stringify(firstBroken)}`];
}

/** What must hold once nothing goes wrong any more and time has passed: everything has come to rest. */
export async function unrest(embedded: Embedded): Promise<readonly string[]> {
  const services = await all(embedded, Services, liveServices);
  return services
    .filter(({ drift, status }) => drift.length === 0 && !STUCK.includes(status))
    .flatMap(restless);
}

/** What waits for people, and is shown to them. */
const STUCK: readonly Service['status'][] = ['FAILED', 'BLOCKED'];

function restless(service: Service): readonly string[] {
  const { name, status, statusReason, observed, desiredCount } = service;
  const moving = service.deploymentId ?? service.queuedDeploymentId;
  if (moving) return [`${name} still deploys ${moving}: ${statusReason}`];
  if (status !== 'HEALTHY' && status !== 'DEGRADED') return [`${name} is ${status}: ${statusReason}`];
  const seen = observed?.desired;
  return seen === desiredCount ? [] : [`${name} is set to ${seen}, shall be ${desiredCount}`];
}

async function all<Value extends { readonly version: number }, Id>(
  { ports }: Embedded,
  type: RecordType<Value, Id>,
  order: Omit<Query, 'limit' | 'after'>,
): Promise<readonly Value[]> {
  const found: Value[] = [];
  for await (const value of each(ports.store, type, order)) found.push(value);
  return found;
}
