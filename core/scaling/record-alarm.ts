import { ACTORS } from '../actors.ts';
import { auditDraft, opsEvent } from '../audit/audit-draft.ts';
import { endOf } from '../audit/chain.ts';
import type { AlarmKind, AlarmState } from '../contract/monitoring.ts';
import type { Service } from '../contract/service.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { among, put } from '../store/record-type.ts';
import { auditHeadKey } from '../store/records/audit.ts';
import { Services } from '../store/records/services.ts';
import type { Commit } from '../store/store.ts';
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

/** States that alarms of one service took. */
interface Sightings {
  readonly service: string;
  readonly correlationId: string;
  readonly sightings: readonly AlarmSighting[];
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
  { service: name, correlationId, sightings }: Sightings,
): Promise<boolean> {
  return retryOnConflict(async () => {
    const items = await ports.store.getMany([Services.key(name), auditHeadKey(streamOfService(name))]);
    const service = among(items, Services, name);
    const told = service && toldBy(ports, service, { correlationId, sightings });
    if (!told) return false;
    await ports.store.commit({
      writes: [put(Services, { ...told.service, version: told.service.version + 1 })],
      audit: told.audit,
      events: told.events,
      heads: [endOf(streamOfService(name), items)],
    });
    return true;
  });
}

/** A service with the states that its alarms took, and what is said of that in the commit that stores it. */
export interface Told extends Pick<Commit, 'audit' | 'events'> {
  /** Its version is the one that is stored: whoever stores it raises it. */
  readonly service: Service;
}

/** What sightings tell of a service; undefined when nothing of them is news. */
export function toldBy(
  ports: Pick<Ports, 'clock' | 'ids'>,
  service: Service,
  { sightings, correlationId }: Omit<Sightings, 'service'>,
): Told | undefined {
  const news = newsTo(service, sightings);
  if (news.length === 0) return undefined;
  const about = { actor: ACTORS.monitor, correlationId };
  return {
    service: withAlarms(service, news),
    audit: news.map((one) => auditDraft(ports, { ...about, ...alarmAudit(service, one) })),
    events: [opsEvent(ports, { ...about, name: 'alarm.changed', service: service.name })],
  };
}

/** The audit stream of a service. */
export function streamOfService(name: string): string {
  return `service/${name}`;
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
  };
}

function alarmAudit({ name, alarms }: Service, { kind, state, at }: AlarmSighting) {
  const before = alarms[kind] ?? 'INSUFFICIENT_DATA';
  return {
    stream: streamOfService(name),
    action: 'alarm.changed',
    target: name,
    reason: `The alarm ${kind} went from ${before} to ${state}.`,
    detail: { kind, before, after: state, at },
  } as const;
}
