import type { MetricName } from '../../../core/contract/monitoring.ts';
import type { Minute } from '../metrics.contract.ts';
import type { MetricIdentity } from './fake-cloudwatch.ts';

type Written = readonly [metric: MetricIdentity, values: readonly number[]];

const named = (
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
): MetricIdentity => ({
  namespace,
  name,
  dimensions,
});

/**
 * What ECS, Service Connect, Container Insights and the control plane publish of one minute of a service in an
 * environment. Sources: Amazon ECS Developer Guide, "Amazon ECS CloudWatch metrics"; CloudWatch User Guide, "Amazon ECS
 * Container Insights with enhanced observability metrics".
 */
export function published(service: string, minute: Minute, environment = 'test'): readonly Written[] {
  const ofService = { ClusterName: `hms-ops-${environment}`, ServiceName: service };
  const target = { TargetDiscoveryName: `hms-${environment}-${service}` };
  const entry = { DiscoveryName: `hms-${environment}-${service}` };
  const own = { Environment: environment, Service: service };
  const value = (name: MetricName, factor = 1) => {
    const measured = minute[name];
    return measured === undefined ? [] : [measured * factor];
  };
  return [
    [named('AWS/ECS', 'CPUUtilization', ofService), value('cpu', 100)],
    [named('AWS/ECS', 'MemoryUtilization', ofService), value('memory', 100)],
    [named('AWS/ECS', 'TargetResponseTime', target), responseTimes(minute)],
    [named('AWS/ECS', 'RequestCount', entry), value('requests')],
    [named('AWS/ECS', 'HTTPCode_Target_5XX_Count', target), value('errors5xx')],
    [named('ECS/ContainerInsights', 'RunningTaskCount', ofService), value('running')],
    [named('ECS/ContainerInsights', 'PendingTaskCount', ofService), value('pending')],
    [named('ECS/ContainerInsights', 'DesiredTaskCount', ofService), value('desired')],
    [named('HMS/Fleet', 'TaskStops', own), value('restarts')],
  ];
}

/** Twenty answers, of which the two slowest are the 95th percentile, however it is reckoned. */
function responseTimes({ p50Ms, p95Ms }: Minute): readonly number[] {
  if (p50Ms === undefined || p95Ms === undefined) return [];
  return Array.from({ length: 20 }, (_, nth) => (nth < 18 ? p50Ms : p95Ms));
}
