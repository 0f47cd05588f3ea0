import { ACTORS } from '../actors.ts';
import { auditDraft, opsEvent } from '../audit/audit-draft.ts';
import type { AlarmKind, AlarmState } from '../contract/monitoring.ts';
import type { Service } from '../contract/service.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { find, put } from '../store/record-type.ts';
import { Services } from '../store/records/services.ts';
import { isBefore } from '../units.ts';

/** The state that an alarm took, and when. */
export interface AlarmSighting {
  readonly kind: AlarmKind;
  readonly state: AlarmState;
  readonly at: string;
}

/** The state that an alarm of a service took, as the cloud tells it. */
export interface AlarmNews extends AlarmSighting {
  readonly service: string;
  readonly correlationId: string;
}

type Ours = Pick<Ports, 'store' | 'clock' | 'ids'>;

/**
 * Keeps the state of an alarm on its service, and says whether it was news. Idempotent; a transition older than the
 * one that is known is ignored, and so is one of a service that is gone.
 */
export function recordAlarm(
  ports: Ours,
  { service, correlationId, ...sighting }: AlarmNews,
): Promise<boolean> {
  return recordAlarms(ports, { service, correlationId, sightings: [sighting] });
}

/** Keeps the states of several alarms of one service in one commit; whether any was news. */
export function recordAlarms(
  ports: Ours,
  {
    service: name,
    correlationId,
    sightings,
  }: {
    readonly service: string;
    readonly correlationId: string;
    readonly sightings: readonly AlarmSighting[];
  },
): Promise<boolean> {
  return retryOnConflict(async () => {
    const service = await find(ports.store, Services, name);
    const news = service ? newsTo(service, sightings) : [];
    if (!service || news.length === 0) return false;
    const about = { actor: ACTORS.monitor, correlationId };
    await ports.store.commit({
      writes: [put(Services, withAlarms(service, news))],
      audit: news.map((one) => auditDraft(ports, { ...about, ...alarmAudit(service, one) })),
      events: [opsEvent(ports, { ...about, name: 'alarm.changed', service: name })],
    });
    return true;
  });
}

/** The sightings that tell this service anything. No state known is the same as not enough data. */
export function newsTo(service: Service, sightings: readonly AlarmSighting[]): readonly AlarmSighting[] {
  if (service.status === 'RETIRING' || service.status === 'RETIRED') return [];
  return sightings.filter(({ kind, state, at }) => {
    const knownAt = service.alarmsAt?.[kind];
    const isLate = knownAt !== undefined && isBefore(at, knownAt);
    return !isLate && state !== (service.alarms[kind] ?? 'INSUFFICIENT_DATA');
  });
}

function withAlarms(service: Service, news: readonly AlarmSighting[]): Service {
  return {
    ...service,
    alarms: { ...service.alarms, ...Object.fromEntries(news.map(({ kind, state }) => [kind, state])) },
    alarmsAt: { ...service.alarmsAt, ...Object.fromEntries(news.map(({ kind, at }) => [kind, at])) },
    version: service.version + 1,
  };
}

function alarmAudit({ name, alarms }: Service, { kind, state, at }: AlarmSighting) {
  const before = alarms[kind] ?? 'INSUFFICIENT_DATA';
  return {
    stream: `service/${name}`,
    action: 'alarm.changed',
    target: name,
    reason: `The alarm ${kind} went from ${before} to ${state}.`,
    detail: { kind, before, after: state, at },
  } as const;
}
