import { SimulatedMetrics } from '../../adapters/embedded/cloud/simulated-metrics.ts';
import { VirtualClock } from '../../adapters/embedded/virtual-clock.ts';
import { MetricName } from '../../core/contract/monitoring.ts';
import { describeMetrics, type Minute, minute } from './metrics.contract.ts';

const everyMetric = (values: Minute) =>
  Object.fromEntries(MetricName.options.map((name) => [name, values[name] ?? Number.NaN]));

describeMetrics('the simulated cloud', async () => {
  const metrics = new SimulatedMetrics(new VirtualClock(minute(120)));
  return {
    metrics,
    measure: (service, at, values) =>
      // Safe: `everyMetric` names each of them.
      metrics.storeOf(service).write(at.getTime(), everyMetric(values) as Record<MetricName, number>),
  };
});
