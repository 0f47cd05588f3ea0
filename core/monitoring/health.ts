import type { AlarmKind, Health, HealthState } from '../contract/monitoring.ts';
import type { Service } from '../contract/service.ts';
import { formatSpan, plural } from '../format.ts';
import { secondsBetween } from '../units.ts';

/** How one part of a service is doing, and why. */
interface Part {
  readonly state: HealthState;
  readonly because: string;
}

/** Best first. Not knowing is worse than fine, and better than knowing of harm. */
const ORDER: readonly HealthState[] = ['ok', 'no data', 'warning', 'critical'];

type Seen = Pick<
  Service,
  'status' | 'statusReason' | 'bounds' | 'observed' | 'alarms' | 'alarmsAt' | 'scaling'
>;

/**
 * How a service is doing: the worst of availability, errors, latency, saturation and crash loop, with the reason of
 * each part that is not fine. Pure; needs nothing but the service's record. An alarm of which nothing is known makes
 * its part `no data`, never `ok`.
 */
export function healthOf(service: Seen, now: Date): Health {
  if (service.status === 'RETIRING' || service.status === 'RETIRED') return UNWATCHED;
  const parts = {
    availability: availability(service, now),
    errors: fromAlarm(service, now, { kind: '5xx-high', harm: 'critical', words: 'too many 5xx answers' }),
    latency: fromAlarm(service, now, {
      kind: 'p95-high',
      harm: atLimit(service),
      words: 'responses are slower than their objective',
    }),
    saturation: saturation(service, now),
    crashLoop: fromAlarm(service, now, {
      kind: 'crash-loop',
      harm: 'critical',
      words: 'tasks keep restarting (3 or more in 10 minutes)',
    }),
  };
  const { availability: up, errors, latency, saturation: full, crashLoop } = parts;
  const state = worst([up, errors, latency, full, crashLoop]).state;
  return {
    state,
    because: reasons(state, [up, errors, latency, full, crashLoop]),
    parts: {
      availability: up.state,
      errors: errors.state,
      latency: latency.state,
      saturation: full.state,
      crashLoop: crashLoop.state,
    },
  };
}

const UNWATCHED: Health = {
  state: 'no data',
  because: 'It is retired or about to be, and nothing watches it.',
  parts: {
    availability: 'no data',
    errors: 'no data',
    latency: 'no data',
    saturation: 'no data',
    crashLoop: 'no data',
  },
};

function availability(service: Seen, now: Date): Part {
  return worst([fromStatus(service), fromCount(service), fromAlarm(service, now, BELOW_MIN)]);
}

const BELOW_MIN = { kind: 'below-min', harm: 'critical', words: 'fewer tasks run than approved' } as const;

const STATUS_HARM: Partial<Record<Service['status'], HealthState>> = {
  FAILED: 'critical',
  DEGRADED: 'warning',
  ROLLING_BACK: 'warning',
  BLOCKED: 'warning',
};

function fromStatus({ status, statusReason }: Seen): Part {
  const state = STATUS_HARM[status] ?? 'ok';
  return { state, because: statusReason === '' ? `it is ${status}` : statusReason.replace(/\.$/, '') };
}

function fromCount({ observed, bounds, status }: Seen): Part {
  if (observed === undefined) return { state: 'no data', because: 'its tasks have not been seen yet' };
  const { running } = observed;
  const because = `${plural(running, 'task')} of at least ${bounds.min} run`;
  if (running >= bounds.min) return { state: 'ok', because };
  return { state: running === 0 && status !== 'CREATING' ? 'critical' : 'warning', because };
}

function saturation(service: Seen, now: Date): Part {
  const harm = atLimit(service);
  const more = harm === 'critical' ? ', and the approved maximum is reached' : '';
  return worst([
    fromAlarm(service, now, { kind: 'cpu-high', harm, words: `CPU is above its target${more}` }),
    fromAlarm(service, now, { kind: 'memory-high', harm, words: `memory is above its target${more}` }),
  ]);
}

/** While the service can still grow, the scaler is at work; at its limit only people can help. */
function atLimit({ scaling }: Seen): HealthState {
  return scaling.atLimitSince === undefined ? 'warning' : 'critical';
}

function fromAlarm(
  { alarms, alarmsAt }: Seen,
  now: Date,
  { kind, harm, words }: { readonly kind: AlarmKind; readonly harm: HealthState; readonly words: string },
): Part {
  const state = alarms[kind] ?? 'INSUFFICIENT_DATA';
  if (state === 'OK') return { state: 'ok', because: `${kind} is OK` };
  if (state === 'INSUFFICIENT_DATA') return { state: 'no data', because: `nothing is known for ${kind}` };
  const since = alarmsAt?.[kind];
  const lasted = since === undefined ? '' : ` for ${formatSpan(secondsBetween(since, now.toISOString()))}`;
  return { state: harm, because: `${words}${lasted}` };
}

/** The first of the worst. */
function worst(parts: readonly [Part, ...Part[]]): Part {
  return parts.reduce((a, b) => (ORDER.indexOf(b.state) > ORDER.indexOf(a.state) ? b : a));
}

function reasons(state: HealthState, parts: readonly Part[]): string {
  if (state === 'ok') return 'Every part is fine.';
  const told = parts.filter((part) => part.state === state).map((part) => part.because);
  const text = told.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
