import { openCloudWatchMetrics } from '../../../adapters/aws/cloudwatch-metrics.ts';
import type { Ports } from '../../../core/ports.ts';
import { judgingPorts } from './judging-ports.ts';
import { metricPlace } from './table-ports.ts';

/** The ports of a function that decides on task counts: what is measured can be read. */
export function scalingPorts(): Ports {
  return { ...judgingPorts(), metrics: openCloudWatchMetrics(metricPlace()) };
}
