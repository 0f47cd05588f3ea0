import type { MetricName } from '../../core/contract/monitoring.ts';
import { KEYS } from './keys.ts';
import { useRead } from './read.ts';

/** Metrics of a service over the last `minutes`; points come without an announcement, so they are read every 5 s. */
export function useMetrics(name: string, metrics: readonly MetricName[], minutes: number) {
  return useRead(
    [...KEYS.metrics, name, metrics.join(','), String(minutes)],
    (client, signal) =>
      client.getServiceMetrics({ params: { name }, query: { minutes, metrics: metrics.join(',') }, signal }),
    { everyMs: 5_000 },
  );
}
