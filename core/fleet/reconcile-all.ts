import type { Service } from '../contract/service.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { each, list } from '../store/record-type.ts';
import { Changes, openChanges } from '../store/records/changes.ts';
import { liveServices, Services } from '../store/records/services.ts';
import type { ObservedService } from './compute.ts';
import { isAtRest } from './is-at-rest.ts';
import { reconcile } from './reconcile.ts';

/** How many services are observed with one call of the port. */
const BATCH = 100;

/** What a sweep over all services came to. */
export interface Sweep {
  readonly seen: number;
  readonly reconciled: readonly string[];
  readonly failed: readonly string[];
}

/** What is done about a service that is not at rest: reconcile it here, or hand it to another worker. */
export type HandleService = (
  ports: Ports,
  work: { readonly service: string; readonly correlationId: string },
) => Promise<unknown>;

/**
 * Reconciles every live service that is not at rest, whatever events were lost; or does with it what `handle` says. A
 * service that fails is logged and tried again by the next tick; it never stops the others.
 */
export async function reconcileAll(
  ports: Ports,
  correlationId = ports.ids.next(),
  handle: HandleService = reconcile,
): Promise<Sweep> {
  const unsettled = await servicesWithOpenWork(ports);
  const reconciled: string[] = [];
  const failed: string[] = [];
  let seen = 0;
  let after: string | undefined;
  do {
    const page = await list(ports.store, Services, {
      ...liveServices,
      limit: BATCH,
      ...(after !== undefined && { after }),
    });
    seen += page.items.length;
    const { toDo, unseen } = await lookAt(ports, page.items, unsettled);
    failed.push(...unseen);
    for (const service of toDo) {
      const ok = await reconcileOne(ports, { service, correlationId }, handle);
      (ok ? reconciled : failed).push(service);
    }
    after = page.nextCursor;
  } while (after !== undefined);
  return { seen, reconciled, failed };
}

/** Services with a Change that is being executed: it may only wait to be settled. */
async function servicesWithOpenWork({ store }: Ports): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for await (const { status, target } of each(store, Changes, openChanges)) {
    if (status === 'EXECUTING' || status === 'VERIFYING') names.add(target.name);
  }
  return names;
}

interface Look {
  readonly toDo: readonly string[];
  readonly unseen: readonly string[];
}

/** What the platform does not answer for is left to the next tick. */
async function lookAt(
  ports: Ports,
  services: readonly Service[],
  unsettled: ReadonlySet<string>,
): Promise<Look> {
  const names = services.map(({ name }) => name);
  if (names.length === 0) return { toDo: [], unseen: [] };
  try {
    const observed = await ports.compute.observe(names);
    const seen = new Map(observed.map((one) => [one.name, one]));
    const unseen = names.filter((name) => !seen.has(name));
    if (unseen.length > 0) ports.log.warn('reconcile.unobserved', { services: unseen.length });
    return { toDo: notAtRest(services, seen, unsettled), unseen };
  } catch (error) {
    ports.log.error('reconcile.unobserved', { services: names.length, ...factsOf(error) });
    return { toDo: [], unseen: names };
  }
}

function notAtRest(
  services: readonly Service[],
  seen: ReadonlyMap<string, ObservedService>,
  unsettled: ReadonlySet<string>,
): readonly string[] {
  const isDue = (service: Service) => {
    const one = seen.get(service.name);
    return one !== undefined && (unsettled.has(service.name) || !isAtRest(service, one));
  };
  return services.filter(isDue).map(({ name }) => name);
}

function factsOf(error: unknown): { readonly code: string; readonly message: string } {
  const code = OpsError.is(error) ? error.code : 'internal.error';
  return { code, message: error instanceof Error ? error.message : String(error) };
}

async function reconcileOne(
  ports: Ports,
  work: Parameters<HandleService>[1],
  handle: HandleService,
): Promise<boolean> {
  try {
    await handle(ports, work);
    return true;
  } catch (error) {
    ports.log.error('reconcile.failed', { ...work, ...factsOf(error) });
    return false;
  }
}
