import fc from 'fast-check';
import { AlarmKind, AlarmState } from '../../../core/contract/monitoring.ts';
import { healthOf } from '../../../core/monitoring/health.ts';

type Seen = Parameters<typeof healthOf>[0];

const NOW = new Date('2026-11-23T10:00:00.000Z');

const FINE: Seen = {
  status: 'HEALTHY',
  statusReason: '',
  bounds: { min: 2, max: 4 },
  observed: { running: 2, pending: 0, desired: 2, generation: 1, at: NOW.toISOString() },
  alarms: Object.fromEntries(AlarmKind.options.map((kind) => [kind, 'OK'])),
  scaling: { recentWants: [] },
};

function withAlarm(kind: AlarmKind, state: AlarmState | undefined): Seen {
  const { [kind]: _, ...others } = FINE.alarms;
  return { ...FINE, alarms: state === undefined ? others : { ...others, [kind]: state } };
}

function withRunning(running: number): Seen {
  return { ...FINE, observed: { running, pending: 0, desired: 2, generation: 1, at: NOW.toISOString() } };
}

const CASES: readonly (readonly [string, Seen, string, string])[] = [
  ['everything is known and fine', FINE, 'ok', 'Every part is fine.'],
  ['the CPU alarm is on', withAlarm('cpu-high', 'ALARM'), 'warning', 'CPU is above its target.'],
  [
    'the CPU alarm is on at the approved maximum',
    { ...withAlarm('cpu-high', 'ALARM'), scaling: { recentWants: [], atLimitSince: NOW.toISOString() } },
    'critical',
    'CPU is above its target, and the approved maximum is reached.',
  ],
  ['the memory alarm is on', withAlarm('memory-high', 'ALARM'), 'warning', 'Memory is above its target.'],
  ['p95 is high', withAlarm('p95-high', 'ALARM'), 'warning', 'Responses are slower than their objective.'],
  ['5xx are high', withAlarm('5xx-high', 'ALARM'), 'critical', 'Too many 5xx answers.'],
  [
    'tasks crash',
    withAlarm('crash-loop', 'ALARM'),
    'critical',
    'Tasks keep restarting (3 or more in 10 minutes).',
  ],
  ['too few run for long', withAlarm('below-min', 'ALARM'), 'critical', 'Fewer tasks run than approved.'],
  ['a low CPU is no harm', withAlarm('cpu-low', 'ALARM'), 'ok', 'Every part is fine.'],
  ['one of two runs', withRunning(1), 'warning', '1 task of at least 2 run.'],
  ['none runs', withRunning(0), 'critical', '0 tasks of at least 2 run.'],
  [
    'its tasks were never seen',
    { ...FINE, observed: undefined },
    'no data',
    'Its tasks have not been seen yet.',
  ],
  [
    'an alarm has too little data',
    withAlarm('p95-high', 'INSUFFICIENT_DATA'),
    'no data',
    'Nothing is known for p95-high.',
  ],
  [
    'an alarm was never heard of',
    withAlarm('5xx-high', undefined),
    'no data',
    'Nothing is known for 5xx-high.',
  ],
  [
    'it failed',
    { ...FINE, status: 'FAILED', statusReason: 'The image cannot be pulled.' },
    'critical',
    'The image cannot be pulled.',
  ],
  [
    'it is retired',
    { ...FINE, status: 'RETIRED' },
    'no data',
    'It is retired or about to be, and nothing watches it.',
  ],
];

describe('the health of a service', () => {
  it.each(CASES)('when %s', (_title, service, state, because) => {
    expect(healthOf(service, NOW)).toMatchObject({ state, because });
  });

  it('says how long an alarm has lasted', () => {
    const service = {
      ...withAlarm('cpu-high', 'ALARM'),
      alarmsAt: { 'cpu-high': '2026-11-23T09:42:00.000Z' },
    };
    expect(healthOf(service, NOW).because).toBe('CPU is above its target for 18 minutes.');
  });

  it('is ok only when every alarm that counts is known to be OK and enough tasks run', () => {
    const states = fc.constantFrom(...AlarmState.options, undefined);
    const alarms = fc.record(
      Object.fromEntries(AlarmKind.options.map((kind) => [kind, states])) as Record<AlarmKind, typeof states>, // safe: every kind is a key
    );
    fc.assert(
      fc.property(alarms, fc.integer({ min: 0, max: 3 }), (some, running) => {
        const service: Seen = { ...withRunning(running), alarms: JSON.parse(JSON.stringify(some)) };
        const counts = AlarmKind.options.filter((kind) => kind !== 'cpu-low');
        const isFine = running >= 2 && counts.every((kind) => some[kind] === 'OK');
        return (healthOf(service, NOW).state === 'ok') === isFine;
      }),
    );
  });
});
