import type { MetricName } from '../../core/contract/monitoring.ts';

/** Where services run, as CloudWatch's dimensions name it. */
export interface MetricPlace {
  readonly environment: string;
  readonly cluster: string;
}

/** What CloudWatch knows a metric of ours as. `factor` turns its unit into ours. */
export interface MetricSource {
  readonly namespace: string;
  readonly metricName: string;
  readonly stat: string;
  readonly factor: number;
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
}

/** The namespace of what the control plane measures of services itself, as log lines (EMF). */
export const FLEET_NAMESPACE = 'HMS/Fleet';

/** A task that stopped although nobody ordered it; what `restarts` is counted by. */
export const TASK_STOPS = 'TaskStops';

type Dimensions = (place: MetricPlace, service: string) => Readonly<Record<string, string>>;

const ofService: Dimensions = ({ cluster }, service) => ({ ClusterName: cluster, ServiceName: service });

/** How the service's own endpoint is named in Service Connect; unique in an account and region. */
export function discoveryName({ environment }: Pick<MetricPlace, 'environment'>, service: string): string {
  return `hms-${environment}-${service}`;
}

/** What reaches the service, by whoever calls. With `ServiceName` beside it, it would be one caller's part only. */
const atTarget: Dimensions = (place, service) => ({ TargetDiscoveryName: discoveryName(place, service) });
const atEntry: Dimensions = (place, service) => ({ DiscoveryName: discoveryName(place, service) });
const ofFleet: Dimensions = ({ environment }, service) => ({ Environment: environment, Service: service });

type Row = readonly [
  namespace: string,
  metricName: string,
  stat: string,
  factor: number,
  dimensions: Dimensions,
];

const PERCENT = 0.01;

/**
 * Sources: Amazon ECS Developer Guide, "Amazon ECS CloudWatch metrics" (utilization in percent; Service Connect's
 * target metrics by `TargetDiscoveryName`, response time in milliseconds); CloudWatch User Guide, "Amazon ECS Container
 * Insights with enhanced observability metrics" (task counts).
 * Percentiles of `TargetResponseTime` are asked of CloudWatch, which has them of metrics published as single values; the
 * page itself names average, minimum and maximum (check in an account).
 */
const SOURCES: Readonly<Record<MetricName, Row>> = {
  cpu: ['AWS/ECS', 'CPUUtilization', 'Average', PERCENT, ofService],
  memory: ['AWS/ECS', 'MemoryUtilization', 'Average', PERCENT, ofService],
  p50Ms: ['AWS/ECS', 'TargetResponseTime', 'p50', 1, atTarget],
  p95Ms: ['AWS/ECS', 'TargetResponseTime', 'p95', 1, atTarget],
  requests: ['AWS/ECS', 'RequestCount', 'Sum', 1, atEntry],
  errors5xx: ['AWS/ECS', 'HTTPCode_Target_5XX_Count', 'Sum', 1, atTarget],
  running: ['ECS/ContainerInsights', 'RunningTaskCount', 'Average', 1, ofService],
  pending: ['ECS/ContainerInsights', 'PendingTaskCount', 'Average', 1, ofService],
  desired: ['ECS/ContainerInsights', 'DesiredTaskCount', 'Average', 1, ofService],
  restarts: [FLEET_NAMESPACE, TASK_STOPS, 'Sum', 1, ofFleet],
};

/** Where `metric` of `service` is found. Pure. */
export function sourceOf(place: MetricPlace, service: string, metric: MetricName): MetricSource {
  const [namespace, metricName, stat, factor, dimensions] = SOURCES[metric];
  const named = Object.entries(dimensions(place, service));
  return {
    namespace,
    metricName,
    stat,
    factor,
    dimensions: named.map(([Name, Value]) => ({ Name, Value })),
  };
}

/** Whether a value of `metric` is a count of its period, which we tell a minute. Pure. */
export function isCount(source: Pick<MetricSource, 'stat'>): boolean {
  return source.stat === 'Sum';
}
