import { openAlarmReader } from '../../../adapters/aws/cloudwatch-alarm-reader.ts';
import { unreachable } from '../../../adapters/aws/unreachable-platform.ts';
import type { Ports } from '../../../core/ports.ts';
import { decidingPorts } from './deciding-ports.ts';
import { scalingPorts } from './scaling-ports.ts';
import { settings } from './table-ports.ts';

/** The ports of the minute's work: it decides on task counts, executes what was approved, and reads all alarms. */
export function tickPorts(): Ports {
  const { ensure } = unreachable.alarms;
  const reader = openAlarmReader(settings().environment);
  return {
    ...scalingPorts(),
    ...decidingPorts(),
    alarms: { ensure, list: (name) => reader.list(name), listAlarming: () => reader.listAlarming() },
  };
}
