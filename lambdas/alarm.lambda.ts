import { decideOnAlarm } from '../core/scaling/decide-on-alarm.ts';
import { alarmHint } from './runtime/alarm-hint.ts';
import { onQueue } from './runtime/on-queue.ts';
import { scalingPorts } from './runtime/ports/scaling-ports.ts';

const ports = scalingPorts();
const { environment } = ports.settings;

/** Alarms that changed their state: remembered, and decided on. What was decided leads `reconcile` by its event. */
export const handler = onQueue({
  kind: 'alarm',
  parse: (event) => alarmHint(event, environment),
  correlationOf: ({ correlationId }) => correlationId,
  handle: (hint) => decideOnAlarm(ports, hint),
});
