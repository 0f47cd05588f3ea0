import { approvalView } from '../../approvals/approval-view.ts';
import { budgetView } from '../../budget/budget-view.ts';
import type { ApprovalView } from '../../contract/approval.ts';
import type { HomeView } from '../../contract/home.ts';
import type { Identity } from '../../contract/identity.ts';
import type { ServiceStatus } from '../../contract/lifecycle.ts';
import type { Service } from '../../contract/service.ts';
import { liveVersions } from '../../policy/policy-versions.ts';
import type { Ports } from '../../ports.ts';
import { each, type RecordType } from '../../store/record-type.ts';
import { Approvals, pendingApprovals } from '../../store/records/approvals.ts';
import { allBudgets, Budgets } from '../../store/records/budgets.ts';
import { Jobs, liveJobs } from '../../store/records/jobs.ts';
import { liveServices, Services } from '../../store/records/services.ts';
import type { Query, Store } from '../../store/store.ts';
import { incidentsOf } from './incidents.ts';

/** The home page for one viewer: what needs them, what waits for others, what is wrong, the money. */
export async function homeView(
  ports: Pick<Ports, 'store' | 'clock' | 'prices'>,
  viewer: Identity,
): Promise<HomeView> {
  const { store, clock } = ports;
  const now = clock.now().toISOString();
  const [approvals, services, budgets, jobs, policies] = await Promise.all([
    every(store, Approvals, pendingApprovals),
    every(store, Services, liveServices),
    every(store, Budgets, allBudgets),
    every(store, Jobs, liveJobs),
    liveVersions(store),
  ]);
  const limitedSince = new Map(services.map(({ name, scaling }) => [name, scaling.atLimitSince]));
  const views = approvals
    .map((approval) =>
      approvalView(approval, { viewer, now, limitedSince: limitedSince.get(approval.service) }),
    )
    .sort(byUrgency);
  return {
    now,
    needsYou: views.filter(({ you }) => you.mayVote),
    waitingForOthers: views.filter(({ you, status }) => !you.mayVote && status === 'PENDING'),
    incidents: incidentsOf({ services, approvals, jobs, policies, now }),
    // A retired service runs nothing, so those that live are all that a budget's view needs.
    budgets: budgets.map((budget) =>
      budgetView(budget, {
        services: services.filter(({ program }) => program === budget.scope),
        prices: ports.prices.current(),
        now,
      }),
    ),
    services: countServices(services),
  };
}

/** Soonest expiry first; of two that expire together, the one about more money. */
function byUrgency(a: ApprovalView, b: ApprovalView): number {
  const expiry = Date.parse(a.expiresAt) - Date.parse(b.expiresAt);
  return expiry === 0 ? b.ceiling.deltaMicroUsd - a.ceiling.deltaMicroUsd : expiry;
}

async function every<Value extends { readonly version: number }, Id>(
  store: Store,
  type: RecordType<Value, Id>,
  order: Omit<Query, 'limit' | 'after'>,
): Promise<readonly Value[]> {
  const found: Value[] = [];
  for await (const value of each(store, type, order)) found.push(value);
  return found;
}

const DEPLOYING: readonly ServiceStatus[] = ['CREATING', 'DEPLOYING', 'ROLLING_BACK'];
const DEGRADED: readonly ServiceStatus[] = ['DEGRADED', 'BLOCKED', 'FAILED'];

function countServices(services: readonly Service[]): HomeView['services'] {
  const count = (statuses: readonly ServiceStatus[]) =>
    services.filter(({ status }) => statuses.includes(status)).length;
  return {
    total: services.length,
    healthy: count(['HEALTHY']),
    deploying: count(DEPLOYING),
    degraded: count(DEGRADED),
  };
}
