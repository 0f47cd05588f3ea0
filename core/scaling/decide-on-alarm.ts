import type { Decision } from '../contract/scaling.ts';
import type { Ports } from '../ports.ts';
import { evaluateScaling } from './evaluate-scaling.ts';
import { type AlarmNews, recordAlarm } from './record-alarm.ts';
import { SCALING_ALARMS } from './sync-alarms.ts';

/** An alarm of a service that changed its state. */
export type AlarmHint = AlarmNews;

/**
 * Remembers the state of an alarm and, when it asks for that, decides the task count, both in one commit. Idempotent.
 * Undefined where nothing was decided. It does not act on the platform: reconcile does, led by the decision's event.
 *
 * | alarm                     | requests to the table | to the metrics |
 * |---------------------------|-----------------------|----------------|
 * | scales, or holds          | 2: read, commit       | 1              |
 * | of another kind           | 2: read, commit       | 0              |
 * | of another kind, old news | 1: read               | 0              |
 */
export async function decideOnAlarm(ports: Ports, hint: AlarmHint): Promise<Decision | undefined> {
  const { service, correlationId, kind, state, at } = hint;
  if (state === 'ALARM' && SCALING_ALARMS.includes(kind))
    return evaluateScaling(ports, {
      service,
      correlationId,
      trigger: 'alarm',
      sighting: { kind, state, at },
    });
  await recordAlarm(ports, hint);
  return undefined;
}
