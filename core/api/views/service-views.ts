import { committedMax, serviceCost } from '../../budget/service-cost.ts';
import type { Deployment, Service, ServiceView } from '../../contract/service.ts';
import { healthOf } from '../../monitoring/health.ts';
import type { Ports } from '../../ports.ts';
import { findMany } from '../../store/record-type.ts';
import { Deployments } from '../../store/records/deployments.ts';
import { refusedVerbs } from './refused-verbs.ts';

type ViewPorts = Pick<Ports, 'store' | 'prices' | 'clock'>;

/** Services as a person reads them, in the order given; at most 100 (a page). Two reads of the store at most. */
export async function serviceViews(
  ports: ViewPorts,
  services: readonly Service[],
): Promise<readonly ServiceView[]> {
  const deployments = await deploymentsInFlight(ports, services);
  return services.map((service) => serviceView(ports, service, deployments.get(service.name)));
}

function serviceView(ports: ViewPorts, service: Service, deployment: Deployment | undefined): ServiceView {
  const running = service.observed?.running ?? 0;
  return {
    ...service,
    image: service.spec.image,
    health: healthOf(service, ports.clock.now()),
    cost: serviceCost({
      size: service.spec,
      bounds: { min: service.bounds.min, max: committedMax(service) },
      running,
      prices: ports.prices.current(),
    }),
    drifted: service.drift.length > 0,
    refused: refusedVerbs(service, deployment),
    ...(deployment && { deployment }),
  };
}

/** By service: the deployment in flight, else the one that waits. */
async function deploymentsInFlight(
  { store }: ViewPorts,
  services: readonly Service[],
): Promise<ReadonlyMap<string, Deployment>> {
  const ids = services.flatMap(({ name, deploymentId, queuedDeploymentId }) => {
    const id = deploymentId ?? queuedDeploymentId;
    return id === undefined ? [] : [{ service: name, id }];
  });
  if (ids.length === 0) return new Map();
  const found = await findMany(store, Deployments, ids);
  return new Map(found.map((deployment) => [deployment.service, deployment]));
}
