import type { ROUTES } from '../../contract/routes.ts';
import { Decisions, decisionsOf } from '../../store/records/decisions.ts';
import type { Handler, ReadPorts, TablePorts } from '../handler.ts';
import { mustFindService } from '../must-find.ts';
import { ownedPage } from '../record-page.ts';
import { metricSeries } from '../views/metric-series.ts';
import { timeline } from '../views/timeline.ts';

type MonitoringHandler<N extends keyof typeof ROUTES, P = ReadPorts> = Handler<(typeof ROUTES)[N], P>;

/** `GET /services/{name}/decisions`. */
export const listDecisions: MonitoringHandler<'listDecisions', TablePorts> = async (
  { store },
  { params, query },
) => {
  const mustFind = () => mustFindService(store, params.name);
  return {
    body: await ownedPage(store, { type: Decisions, order: decisionsOf(params.name), mustFind }, query),
  };
};

/** `GET /services/{name}/timeline`. */
export const getTimeline: MonitoringHandler<'getTimeline', TablePorts> = async (
  { store },
  { params, query },
) => {
  const { name } = await mustFindService(store, params.name);
  return { body: await timeline(store, name, query) };
};

/** `GET /services/{name}/metrics`. */
export const getServiceMetrics: MonitoringHandler<'getServiceMetrics'> = async (ports, { params, query }) => {
  const { name } = await mustFindService(ports.store, params.name);
  const { minutes, metrics } = query;
  return { body: { items: await metricSeries(ports, { services: [name], minutes, metrics }) } };
};

/** `GET /metrics`: a name that no service has gives a series without points. */
export const getMetrics: MonitoringHandler<'getMetrics'> = async (ports, { query }) => {
  const { services, minutes, metric } = query;
  return { body: { items: await metricSeries(ports, { services, minutes, metrics: [metric] }) } };
};

/** `GET /services/{name}/alarms`. */
export const listAlarms: MonitoringHandler<'listAlarms'> = async (ports, { params }) => {
  const { name } = await mustFindService(ports.store, params.name);
  return { body: { items: await ports.alarms.list(name) } };
};
