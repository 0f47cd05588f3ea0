import { openAlarmReader } from '../../../adapters/aws/cloudwatch-alarm-reader.ts';
import { openCloudWatchMetrics } from '../../../adapters/aws/cloudwatch-metrics.ts';
import type { ReadPorts } from '../../../core/api/handler.ts';
import { metricPlace, settings, tablePorts } from './table-ports.ts';

/** The ports of a function that reads. */
export const readPorts: ReadPorts = {
  ...tablePorts,
  metrics: openCloudWatchMetrics(metricPlace()),
  alarms: openAlarmReader(settings().environment),
};
