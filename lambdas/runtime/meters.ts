import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { FLEET_NAMESPACE, TASK_STOPS } from '../../adapters/aws/cloudwatch-sources.ts';

/** Where what the control plane measures of itself stands. */
const CONTROL_PLANE = 'HMS/ControlPlane';

/** What a function measures, as log lines that CloudWatch reads (EMF): no call is made. */
export const meters = {
  /** One piece of work that was dealt with, and how many ms that took. */
  handled(kind: string, ms: number): void {
    put(CONTROL_PLANE, { Kind: kind }, ['HandledMs', MetricUnit.Milliseconds, Math.round(ms)]);
  },
  /** One that failed and comes again. */
  failed(kind: string): void {
    put(CONTROL_PLANE, { Kind: kind }, ['Failed', MetricUnit.Count, 1]);
  },
  /** A task that stopped although nobody ordered it: what `restarts` is counted by. */
  taskStopped({ environment, service }: { readonly environment: string; readonly service: string }): void {
    put(FLEET_NAMESPACE, { Environment: environment, Service: service }, [TASK_STOPS, MetricUnit.Count, 1]);
  },
};

/** Writes one metric with exactly these dimensions: an alarm on it names the same. */
function put(
  namespace: string,
  dimensions: Record<string, string>,
  metric: Parameters<Metrics['addMetric']>,
): void {
  const metrics = new Metrics({ namespace, singleMetric: true });
  metrics.clearDefaultDimensions();
  metrics.addDimensions(dimensions);
  metrics.addMetric(...metric);
}
