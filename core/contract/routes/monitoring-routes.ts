import * as z from 'zod';
import { Alarm, MetricSeries, MetricsQuery, ServiceMetricsQuery } from '../monitoring.ts';
import { PageQuery, pageOf } from '../primitives.ts';
import { Decision } from '../scaling.ts';
import { TimelineEntry } from '../service.ts';
import { byName, type Route, read } from './route.ts';

/** Routes that show how services are doing and why they were scaled. */
export const monitoringRoutes = {
  listDecisions: {
    ...read,
    method: 'GET',
    path: '/services/{name}/decisions',
    summary: 'Scaling decisions with their inputs and the rule that fired, newest first',
    params: byName,
    query: PageQuery,
    result: pageOf(Decision),
    tag: 'monitoring',
  },
  getTimeline: {
    ...read,
    method: 'GET',
    path: '/services/{name}/timeline',
    summary: 'Deployments, decisions, approvals and changes of a service, merged, newest first',
    params: byName,
    query: PageQuery,
    result: pageOf(TimelineEntry),
    tag: 'monitoring',
  },
  getServiceMetrics: {
    ...read,
    method: 'GET',
    path: '/services/{name}/metrics',
    summary: 'The metrics of one service',
    params: byName,
    query: ServiceMetricsQuery,
    result: z.object({ items: z.array(MetricSeries).readonly() }),
    tag: 'monitoring',
  },
  getMetrics: {
    ...read,
    method: 'GET',
    path: '/metrics',
    summary: 'One metric of several services',
    query: MetricsQuery,
    result: z.object({ items: z.array(MetricSeries).readonly() }),
    tag: 'monitoring',
  },
  listAlarms: {
    ...read,
    method: 'GET',
    path: '/services/{name}/alarms',
    summary: 'The alarms of a service and their states',
    params: byName,
    result: z.object({ items: z.array(Alarm).readonly() }),
    tag: 'monitoring',
  },
} as const satisfies Record<string, Route>;
