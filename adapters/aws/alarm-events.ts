import * as z from 'zod';
import { AlarmState } from '../../core/contract/monitoring.ts';
import { parseAlarmName } from '../../core/monitoring/alarm-name.ts';
import type { AlarmHint } from '../../core/scaling/decide-on-alarm.ts';

/**
 * A `CloudWatch Alarm State Change`, as far as it is read. Source: Amazon CloudWatch User Guide, "Alarm events and
 * EventBridge", sample events; `timestamp` carries an offset without a colon (`+0000`).
 */
const AlarmStateChange = z.object({
  id: z.string(),
  'detail-type': z.literal('CloudWatch Alarm State Change'),
  source: z.literal('aws.cloudwatch'),
  time: z.string(),
  detail: z.object({
    alarmName: z.string(),
    state: z.object({ value: AlarmState, timestamp: z.string().optional() }),
  }),
});

/** What an event of EventBridge says of an alarm of this environment; undefined where it says nothing. Pure. */
export function alarmHintOf(event: unknown, environment: string): AlarmHint | undefined {
  const parsed = AlarmStateChange.safeParse(event);
  if (!parsed.success) return undefined;
  const { id, time, detail } = parsed.data;
  const address = parseAlarmName(detail.alarmName);
  if (address?.environment !== environment) return undefined;
  const { service, kind } = address;
  const at = instantOf(detail.state.timestamp ?? time) ?? instantOf(time);
  if (at === undefined) return undefined;
  return { service, kind, state: detail.state.value, at, correlationId: `alarm-${id}` };
}

function instantOf(text: string): string | undefined {
  const ms = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
