import type { ROUTES } from '../../contract/routes.ts';
import { stopDeployment as stop } from '../../fleet/stop-deployment.ts';
import type { Ports } from '../../ports.ts';
import { scaleByRequest } from '../../scaling/scale-by-request.ts';
import { Deployments, deploymentsOf } from '../../store/records/deployments.ts';
import { Revisions, revisionsOf } from '../../store/records/revisions.ts';
import { liveServices, retiredServices, Services } from '../../store/records/services.ts';
import type { Handler, TablePorts } from '../handler.ts';
import { mustFindService } from '../must-find.ts';
import { phasedPage } from '../phased-page.ts';
import { ownedPage, recordPage } from '../record-page.ts';
import { serviceViews } from '../views/service-views.ts';
import { actorOf } from './ask-change.ts';

type FleetHandler<N extends keyof typeof ROUTES, P = Ports> = Handler<(typeof ROUTES)[N], P>;

/** `GET /services`: those that live by name, then, if asked for, the retired ones by name. */
export const listServices: FleetHandler<'listServices', TablePorts> = async (ports, { query }) => {
  const { retired, ...wish } = query;
  const page =
    retired === 'exclude'
      ? await recordPage(ports.store, { type: Services, order: liveServices }, wish)
      : await phasedPage(ports.store, EVERY_SERVICE, wish);
  return { body: { ...page, items: await serviceViews(ports, page.items) } };
};

const EVERY_SERVICE = { name: 'every service', type: Services, live: liveServices, retired: retiredServices };

/** `GET /services/{name}`. */
export const getService: FleetHandler<'getService', TablePorts> = async (ports, { params }) => {
  const service = await mustFindService(ports.store, params.name);
  const [view] = await serviceViews(ports, [service]);
  if (!view) throw new Error('a service has one view');
  return { body: view, version: service.version };
};

/** `POST /services/{name}/scale`. */
export const scaleService: FleetHandler<'scaleService'> = async (ports, call) => {
  const { desiredCount, reason } = call.body;
  const body = await scaleByRequest(ports, {
    service: call.params.name,
    desiredCount,
    actor: actorOf(call.identity),
    reason,
    correlationId: call.correlationId,
  });
  return { body };
};

/** `POST /services/{name}/deployment/stop`. */
export const stopDeployment: FleetHandler<'stopDeployment'> = async (ports, call) => {
  const body = await stop(ports, {
    service: call.params.name,
    actor: actorOf(call.identity),
    reason: call.body.reason,
    correlationId: call.correlationId,
  });
  return { body };
};

/** `GET /services/{name}/revisions`. */
export const listRevisions: FleetHandler<'listRevisions', TablePorts> = async (
  { store },
  { params, query },
) => {
  const mustFind = () => mustFindService(store, params.name);
  return {
    body: await ownedPage(store, { type: Revisions, order: revisionsOf(params.name), mustFind }, query),
  };
};

/** `GET /services/{name}/deployments`. */
export const listDeployments: FleetHandler<'listDeployments', TablePorts> = async (
  { store },
  { params, query },
) => {
  const mustFind = () => mustFindService(store, params.name);
  return {
    body: await ownedPage(store, { type: Deployments, order: deploymentsOf(params.name), mustFind }, query),
  };
};
