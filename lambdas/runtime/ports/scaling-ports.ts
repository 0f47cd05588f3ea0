import { openAlarmReader } from '../../../adapters/aws/cloudwatch-alarm-reader.ts';
import { openCloudWatchMetrics } from '../../../adapters/aws/cloudwatch-metrics.ts';
import { unreachable } from '../../../adapters/aws/unreachable-platform.ts';
import type { Ports } from '../../../core/ports.ts';
import { decidingPorts } from './deciding-ports.ts';
import { metricPlace, settings } from './table-ports.ts';

/** The ports of a function that decides on task counts: what is measured can be read. */
export function scalingPorts(): Ports {
  return { ...decidingPorts(), metrics: openCloudWatchMetrics(metricPlace()) };
}

/** The same, with the states of all alarms. */
export function tickPorts(): Ports {
  const { ensure } = unreachable.alarms;
  const reader = openAlarmReader(settings().environment);
  return {
    ...scalingPorts(),
    alarms: { ensure, list: (name) => reader.list(name), listAlarming: () => reader.listAlarming() },
  };
}
