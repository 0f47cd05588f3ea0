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
 * What ECS, Service Connect, Container Insights and the control plane publish of one minute of a service in environment
 * `test`. Sources: Amazon ECS Developer Guide, "Amazon ECS CloudWatch metrics"; CloudWatch User Guide, "Amazon ECS
 * Container Insights with enhanced observability metrics".
 */
export function published(service: string, minute: Minute): readonly Written[] {
  const ofService = { ClusterName: 'hms-ops-test', ServiceName: service };
  const target = { TargetDiscoveryName: `hms-test-${service}` };
  const entry = { DiscoveryName: `hms-test-${service}` };
  const own = { Environment: 'test', Service: service };
  const value = (name: MetricName, factor = 1) => {
    const measured = minute[name];
    return measured === undefined ? [] : [measured * factor];
  };
  return [
    [named('AWS/ECS', 'CPUUtilization', ofService), value('cpu', 100)],
    [named('AWS/ECS', 'MemoryUtilization', ofService), value('memory', 100)],
    [named('AWS/ECS', 'TargetResponseTime', target), [...value('p50Ms'), ...value('p95Ms')]],
    [named('AWS/ECS', 'RequestCount', entry), value('requests')],
    [named('AWS/ECS', 'HTTPCode_Target_5XX_Count', target), value('errors5xx')],
    [named('ECS/ContainerInsights', 'RunningTaskCount', ofService), value('running')],
    [named('ECS/ContainerInsights', 'PendingTaskCount', ofService), value('pending')],
    [named('ECS/ContainerInsights', 'DesiredTaskCount', ofService), value('desired')],
    [named('HMS/Fleet', 'TaskStops', own), value('restarts')],
  ];
}
