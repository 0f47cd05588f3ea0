import type { Approval } from '../contract/approval.ts';
import type { Change } from '../contract/change.ts';
import type { Deployment, Revision, Service } from '../contract/service.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { find, findMany, list } from '../store/record-type.ts';
import { Approvals } from '../store/records/approvals.ts';
import { Budgets } from '../store/records/budgets.ts';
import { Changes, changesOf, OPEN_CHANGE } from '../store/records/changes.ts';
import { Deployments, deploymentsOf } from '../store/records/deployments.ts';
import { Revisions, revisionsOf } from '../store/records/revisions.ts';
import { Services } from '../store/records/services.ts';
import { alarmsDiffer } from './alarms-differ.ts';
import type { ObservedService } from './compute.ts';
import type { Picture } from './picture.ts';

/** Reads everything a reconcile looks at; undefined when no such service is recorded. The platform is asked last. */
export async function loadPicture(ports: Ports, name: string): Promise<Picture | undefined> {
  const service = await find(ports.store, Services, name);
  if (!service) return undefined;
  const [deployment, queued, last] = await Promise.all([
    deploymentOf(ports, service, service.deploymentId),
    deploymentOf(ports, service, service.queuedDeploymentId),
    service.deploymentId === undefined ? lastEnded(ports, service) : undefined,
  ]);
  const [changes, revisions, budget] = await Promise.all([
    changesToSettle(ports, service, [deployment, queued]),
    revisionsFor(ports, service, deployment),
    find(ports.store, Budgets, service.program),
  ]);
  const approvals = await approvalsOf(ports, changes, deployment);
  const alarms = await ports.alarms.list(name);
  const observed = await withCountActor(ports, service, await observe(ports, name));
  return {
    now: ports.clock.now().toISOString(),
    records: { service, deployment, queued, changes, approvals, revisions, budget },
    last,
    observed,
    alarmsDiffer: alarmsDiffer(service, alarms),
    environment: ports.settings.environment,
    prices: ports.prices.current(),
    features: ports.compute.features,
    fresh: { approvalId: ports.ids.next(), decisionId: ports.ids.next() },
  };
}

async function observe({ compute }: Ports, name: string): Promise<ObservedService> {
  const [observed] = await compute.observe([name]);
  if (observed) return observed;
  throw new OpsError('platform.unavailable', 'The platform did not say what it runs.', {
    remedy: 'Nothing is lost: it is asked again within a minute.',
    params: { service: name },
  });
}

/** Asks who set a count that is not ours, where the platform does not tell with the count itself. */
async function withCountActor(
  { compute }: Ports,
  { desiredCount, appliedCount }: Service,
  observed: ObservedService,
): Promise<ObservedService> {
  if (observed.kind === 'missing' || observed.setBy.desiredCount !== '') return observed;
  if ([desiredCount, appliedCount].includes(observed.desiredCount)) return observed;
  const actor = (await compute.whoSetCount?.(observed.name, observed.desiredCount)) ?? '';
  return { ...observed, setBy: { ...observed.setBy, desiredCount: actor } };
}

async function deploymentOf({ store }: Ports, { name }: Service, id: string | undefined) {
  return id === undefined ? undefined : find(store, Deployments, { service: name, id });
}

/** The newest deployment that is not waiting; none is in flight when this is asked. */
async function lastEnded(
  { store }: Ports,
  { name, queuedDeploymentId }: Service,
): Promise<Deployment | undefined> {
  const { items } = await list(store, Deployments, { ...deploymentsOf(name), limit: 5 });
  return items.find(({ id, status }) => id !== queuedDeploymentId && ENDED_BY_PLATFORM.includes(status));
}

const ENDED_BY_PLATFORM: readonly Deployment['status'][] = ['SUCCEEDED', 'ROLLED_BACK', 'FAILED'];

/** The index may be late, so what it finds is read again. */
async function changesToSettle(
  { store }: Ports,
  { name }: Service,
  deployments: readonly (Deployment | undefined)[],
): Promise<readonly Change[]> {
  const { items } = await list(store, Changes, { ...changesOf('service', name), limit: 50 });
  const open = items.filter(({ status }) => OPEN_CHANGE.includes(status)).map(({ id }) => id);
  const carried = deployments.flatMap((deployment) => (deployment ? [deployment.changeId] : []));
  return findMany(store, Changes, [...new Set([...carried, ...open])]);
}

async function approvalsOf(
  { store }: Ports,
  changes: readonly Change[],
  deployment: Deployment | undefined,
): Promise<readonly Approval[]> {
  const ids = [...changes.map(({ approvalId }) => approvalId), deployment?.promotionApprovalId];
  const named = ids.filter((id) => id !== undefined);
  return named.length === 0 ? [] : findMany(store, Approvals, named);
}

/** All that are kept while a rollout may end, which forgets old ones; else only the one that shall run. */
async function revisionsFor(
  { store }: Ports,
  { name, revision }: Service,
  deployment: Deployment | undefined,
): Promise<readonly Revision[]> {
  if (!deployment) return findMany(store, Revisions, [{ service: name, number: revision }]);
  const { items } = await list(store, Revisions, { ...revisionsOf(name), limit: 100 });
  const needed = [revision, deployment.revision, deployment.fromRevision].filter(
    (number) => number !== undefined && !items.some((one) => one.number === number),
  ) as number[]; // safe: undefined was filtered out
  const older =
    needed.length === 0
      ? []
      : await findMany(
          store,
          Revisions,
          [...new Set(needed)].map((number) => ({ service: name, number })),
        );
  return [...items, ...older];
}
