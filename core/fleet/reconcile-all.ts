import type { Service } from '../contract/service.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { each, list } from '../store/record-type.ts';
import { Changes, openChanges } from '../store/records/changes.ts';
import { liveServices, Services } from '../store/records/services.ts';
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

/**
 * Reconciles every live service that is not at rest, whatever events were lost. A service that fails is logged and
 * tried again by the next tick; it never stops the others.
 */
export async function reconcileAll(ports: Ports, correlationId = ports.ids.next()): Promise<Sweep> {
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
    for (const service of await notAtRest(ports, page.items, unsettled)) {
      const ok = await reconcileOne(ports, { service, correlationId });
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

async function notAtRest(
  ports: Ports,
  services: readonly Service[],
  unsettled: ReadonlySet<string>,
): Promise<readonly string[]> {
  if (services.length === 0) return [];
  const observed = await ports.compute.observe(services.map(({ name }) => name));
  const byName = new Map(observed.map((one) => [one.name, one]));
  return services
    .filter((service) => {
      const one = byName.get(service.name);
      return !one || unsettled.has(service.name) || !isAtRest(service, one);
    })
    .map(({ name }) => name);
}

async function reconcileOne(
  ports: Ports,
  work: { readonly service: string; readonly correlationId: string },
): Promise<boolean> {
  try {
    await reconcile(ports, work);
    return true;
  } catch (error) {
    const code = OpsError.is(error) ? error.code : 'internal.error';
    const message = error instanceof Error ? error.message : String(error);
    ports.log.error('reconcile.failed', { ...work, code, message });
    return false;
  }
}
