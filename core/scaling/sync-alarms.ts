import { AlarmKind } from '../contract/monitoring.ts';
import type { Service } from '../contract/service.ts';
import type { Ports } from '../ports.ts';
import { each, find } from '../store/record-type.ts';
import { liveServices, Services } from '../store/records/services.ts';
import { type AlarmSighting, newsTo, recordAlarms } from './record-alarm.ts';
import { alarmsOf } from './service-situation.ts';

/** The alarms that ask how many tasks there shall be. */
export const SCALING_ALARMS: readonly AlarmKind[] = ['cpu-high', 'cpu-low', 'memory-high', 'p95-high'];

/** Alarms of which nothing is known are looked up every so many minutes: most of them have nothing to say. */
const UNKNOWN_EVERY_MIN = 10;

type Ours = Pick<Ports, 'store' | 'clock' | 'ids' | 'alarms'>;

/**
 * Brings the alarm states on the services in line with the cloud's, which heals lost events, and answers the names of
 * the services whose task count is to be decided anew: those with a scaling alarm in ALARM, and those that were at
 * their limit. Asks the cloud once for all, and once more for each service that differs.
 */
export async function syncAlarms(ports: Ours): Promise<readonly string[]> {
  const alarming = await alarmingByService(ports);
  const looksUpUnknown = ports.clock.now().getUTCMinutes() % UNKNOWN_EVERY_MIN === 0;
  const due: string[] = [];
  for await (const service of each(ports.store, Services, liveServices)) {
    const differs = hasLostNews(service, alarming.get(service.name) ?? new Set());
    const isUnknown = looksUpUnknown && hasUnknown(service);
    const current = differs || isUnknown ? await healed(ports, service) : service;
    if (isDue(current)) due.push(current.name);
  }
  return due;
}

async function alarmingByService({ alarms }: Ours): Promise<ReadonlyMap<string, ReadonlySet<AlarmKind>>> {
  const byService = new Map<string, Set<AlarmKind>>();
  for (const { service, kind } of await alarms.listAlarming())
    byService.set(service, new Set(byService.get(service)).add(kind));
  return byService;
}

function hasLostNews(service: Service, alarming: ReadonlySet<AlarmKind>): boolean {
  const recorded = new Set(alarmsOf(service));
  return recorded.size !== alarming.size || [...alarming].some((kind) => !recorded.has(kind));
}

function hasUnknown({ alarms }: Service): boolean {
  return AlarmKind.options.some((kind) => (alarms[kind] ?? 'INSUFFICIENT_DATA') === 'INSUFFICIENT_DATA');
}

async function healed(ports: Ours, service: Service): Promise<Service> {
  const now = ports.clock.now().toISOString();
  const listed = await ports.alarms.list(service.name);
  const sightings = sightingsOf(service, listed, now);
  if (newsTo(service, sightings).length === 0) return service;
  await recordAlarms(ports, { service: service.name, correlationId: ports.ids.next(), sightings });
  return (await find(ports.store, Services, service.name)) ?? service;
}

/** What the cloud says now; an alarm that it does not have any more says nothing. */
function sightingsOf(
  service: Service,
  listed: readonly {
    readonly kind: AlarmKind;
    readonly state: AlarmSighting['state'];
    readonly stateSince: string;
  }[],
  now: string,
): readonly AlarmSighting[] {
  const gone = alarmsOf(service).filter((kind) => !listed.some((alarm) => alarm.kind === kind));
  return [
    ...listed.map(({ kind, state, stateSince: at }) => ({ kind, state, at })),
    ...gone.map((kind) => ({ kind, state: 'INSUFFICIENT_DATA' as const, at: now })),
  ];
}

/** At the minimum a low alarm asks for nothing that could be done. */
function isDue(service: Service): boolean {
  const asking = alarmsOf(service).filter((kind) => SCALING_ALARMS.includes(kind));
  const isAtMin = service.desiredCount === service.bounds.min;
  const canAct = asking.some((kind) => kind !== 'cpu-low' || !isAtMin);
  return canAct || service.scaling.atLimitSince !== undefined;
}
