import fc from 'fast-check';
import type { Job, JobSpecInput } from '../../../core/contract/job.ts';
import { dueTicks, planRuns, type RunFacts } from '../../../core/jobs/plan-runs.ts';
import { addSeconds } from '../../../core/units.ts';
import { NOW, someJob } from './some-jobs.ts';

const FREE: Omit<RunFacts, 'now'> = {
  busy: false,
  estimateMicroUsd: 1_000,
  roomMicroUsd: 1_000_000,
  denied: undefined,
};

/** What is decided about an hourly job some seconds after noon: local hour, status, trigger. */
function planned(
  spec: Partial<JobSpecInput>,
  { afterSec, facts = {}, job = {} }: { afterSec: number; facts?: Partial<RunFacts>; job?: Partial<Job> },
): readonly string[] {
  const now = addSeconds(NOW, afterSec);
  const subject = someJob(spec, job);
  const plan = planRuns(subject, dueTicks(subject, now), { ...FREE, now, ...facts });
  return plan.map(({ tick, status, trigger }) => `${tick.local.slice(11)} ${status} ${trigger}`);
}

const SIX_HOURS = 6 * 3_600 + 1_800;
const missed = (...hours: readonly string[]) => hours.map((hour) => `${hour} MISSED schedule`);

describe('deciding on ticks that have come', () => {
  it('decides nothing before the next tick, and starts it when it comes', () => {
    expect(planned({}, { afterSec: 3_599 })).toEqual([]);
    expect(planned({}, { afterSec: 3_600 })).toEqual(['13:00 SCHEDULED schedule']);
  });

  it('starts a late tick as a catch-up within its deadline, and not after', () => {
    expect(planned({ startingDeadlineSec: 600 }, { afterSec: 4_200 })).toEqual(['13:00 SCHEDULED catch-up']);
    expect(planned({ startingDeadlineSec: 600 }, { afterSec: 4_201 })).toEqual(missed('13:00'));
  });

  it.each<[string, Partial<JobSpecInput>, readonly string[]]>([
    ['latest', {}, [...missed('13:00', '14:00', '15:00', '16:00', '17:00'), '18:00 SCHEDULED catch-up']],
    ['none', { catchUp: 'none' }, missed('13:00', '14:00', '15:00', '16:00', '17:00', '18:00')],
    [
      'all within the deadline',
      { catchUp: 'all', startingDeadlineSec: 3 * 3_600 },
      [
        ...missed('13:00', '14:00', '15:00'),
        '16:00 SCHEDULED catch-up',
        '17:00 SCHEDULED catch-up',
        '18:00 SCHEDULED catch-up',
      ],
    ],
  ])('after six hours of downtime starts: %s', (_what, spec, expected) => {
    expect(planned(spec, { afterSec: SIX_HOURS })).toEqual(expected);
  });

  it('starts the tick on time and misses the others when nothing but it is caught up', () => {
    const plan = planned({ catchUp: 'none' }, { afterSec: 6 * 3_600 });
    expect(plan.at(-1)).toBe('18:00 SCHEDULED schedule');
    expect(plan.slice(0, -1)).toEqual(missed('13:00', '14:00', '15:00', '16:00', '17:00'));
  });

  it('catches up on 30 ticks at most', () => {
    const spec = { catchUp: 'all', startingDeadlineSec: 7 * 86_400, schedule: '*/10 * * * *' } as const;
    const plan = planned(spec, { afterSec: 86_400 });
    expect(plan).toHaveLength(144);
    expect(plan.filter((line) => line.includes('SCHEDULED'))).toHaveLength(30);
    expect(plan.slice(-30).every((line) => line.includes('SCHEDULED'))).toBe(true);
  });

  it('skips what comes while a run is not over, starts it where runs may overlap, or in its place', () => {
    const busy = { afterSec: 3_600, facts: { busy: true } };
    expect(planned({}, busy)).toEqual(['13:00 SKIPPED_OVERLAP schedule']);
    expect(planned({ concurrencyPolicy: 'Allow' }, busy)).toEqual(['13:00 SCHEDULED schedule']);
    expect(planned({ concurrencyPolicy: 'Replace' }, busy)).toEqual(['13:00 SCHEDULED schedule']);
  });

  it('keeps only the newest of several where each would replace the one before', () => {
    const spec = { concurrencyPolicy: 'Replace', catchUp: 'all', startingDeadlineSec: 7_200 } as const;
    expect(planned(spec, { afterSec: 2 * 3_600 + 300 })).toEqual([
      '13:00 SKIPPED_OVERLAP catch-up',
      '14:00 SCHEDULED catch-up',
    ]);
  });

  it('shows each tick of a suspended job', () => {
    const asleep = { afterSec: 7_200, job: { status: 'SUSPENDED' } as const };
    expect(planned({}, asleep)).toEqual([
      '13:00 SKIPPED_SUSPENDED schedule',
      '14:00 SKIPPED_SUSPENDED schedule',
    ]);
  });

  it('blocks what policy forbids and what the budget has no room for, counting what it starts before', () => {
    expect(planned({}, { afterSec: 3_600, facts: { denied: 'clause 3' } })).toEqual([
      '13:00 BLOCKED_POLICY schedule',
    ]);
    expect(planned({}, { afterSec: 3_600, facts: { roomMicroUsd: 999 } })).toEqual([
      '13:00 BLOCKED_BUDGET schedule',
    ]);
    const all = { catchUp: 'all', concurrencyPolicy: 'Allow', startingDeadlineSec: 86_400 } as const;
    expect(planned(all, { afterSec: 3 * 3_600 + 300, facts: { roomMicroUsd: 2_000 } })).toEqual([
      '13:00 SCHEDULED catch-up',
      '14:00 SCHEDULED catch-up',
      '15:00 BLOCKED_BUDGET catch-up',
    ]);
  });

  it('answers every tick exactly once and never starts one past its deadline', () => {
    const spec = fc.record({
      schedule: fc.constantFrom('*/5 * * * *', '0 * * * *', '30 2 * * *', 'rate(7 minutes)'),
      catchUp: fc.constantFrom('none', 'latest', 'all'),
      concurrencyPolicy: fc.constantFrom('Forbid', 'Allow', 'Replace'),
      startingDeadlineSec: fc.integer({ min: 60, max: 7 * 86_400 }),
    });
    const facts = fc.record({
      busy: fc.boolean(),
      roomMicroUsd: fc.integer({ min: 0, max: 99_000 }),
    });
    fc.assert(
      fc.property(spec, facts, fc.integer({ min: 0, max: 3 * 86_400 }), (wish, seen, afterSec) => {
        const now = addSeconds(NOW, afterSec);
        const job = someJob(wish as Partial<JobSpecInput>); // each value is one of its own
        const ticks = dueTicks(job, now);
        const plan = planRuns(job, ticks, { ...FREE, ...seen, now });
        expect(plan.map(({ tick }) => tick)).toEqual(ticks);
        const started = plan.filter(({ status }) => status === 'SCHEDULED');
        expect(started.length).toBeLessThanOrEqual(30);
        for (const { tick } of started)
          expect(Date.parse(now) - Date.parse(tick.utc)).toBeLessThanOrEqual(
            Math.max(120, job.spec.startingDeadlineSec) * 1_000,
          );
      }),
    );
  });
});
