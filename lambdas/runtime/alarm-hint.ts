import { alarmHintOf } from '../../adapters/aws/alarm-events.ts';
import type { AlarmHint } from '../../core/scaling/decide-on-alarm.ts';

/** What a message says of an alarm of this environment; undefined where it says nothing of one. Pure. */
export const alarmHint = (event: unknown, environment: string): AlarmHint | undefined =>
  alarmHintOf(event, environment);
