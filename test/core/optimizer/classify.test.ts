import { classify } from '../../../core/optimizer/classify.ts';
import { decideVerification, type SpanFacts } from '../../../core/optimizer/decide-verification.ts';
import { isMaintenanceTime } from '../../../core/optimizer/maintenance-window.ts';
import type { Tried } from '../../../core/optimizer/search.ts';

const outcome = {
  complete: true,
  overloadMinutes: 0,
  atMaxMinutes: 0,
  minutes: 1,
  taskMinutes: 1,
  meanTasks: 2,
  cpuP95: 0.5,
  peakRequestsPerTask: 0,
};
const before: Tried = {
  limits: { cpuUnits: 1_024, memoryMiB: 4_096, min: 2, max: 4, cpuTarget: 0.6 },
  outcome,
  expectedMicroUsd: 85_060_000,
  ceilingMicroUsd: 170_120_000,
};
const to = (
  limits: Partial<Tried['limits']>,
  expectedMicroUsd: number,
  ceilingMicroUsd = before.ceilingMicroUsd,
): Tried => ({
  ...before,
  limits: { ...before.limits, ...limits },
  expectedMicroUsd,
  ceilingMicroUsd,
});

describe('the class of a proposal', () => {
  it.each([
    ['less memory', to({ memoryMiB: 2_048 }, 72_080_000, 144_160_000), 'REDUCE'],
    ['a lower maximum', to({ max: 3 }, 85_060_000, 127_590_000), 'REDUCE'],
    ['a higher maximum', to({ max: 6 }, 90_000_000, 255_180_000), 'RAISE'],
    ['smaller tasks, more of them', to({ cpuUnits: 512, max: 9 }, 70_000_000, 180_000_000), 'REBALANCE'],
    ['a higher CPU target', to({ cpuTarget: 0.7 }, 70_000_000), 'REBALANCE'],
    ['a lower CPU target that costs more', to({ cpuTarget: 0.5 }, 95_000_000), 'RAISE'],
  ])('of %s', (_, limits, expected) => {
    expect(classify(before, limits)).toBe(expected);
  });
});

describe('verifying what was applied', () => {
  const good: SpanFacts = { steps: 200, cpuP95: 0.6, p95Ms: 230, errorRatio: 0.001, meanTasks: 2 };
  const look = (more: Partial<SpanFacts>, over = true, kills = 0) =>
    decideVerification({ before: good, after: { ...good, ...more }, isOver: over, outOfMemoryKills: kills });

  it.each([
    ['as before, the day over', {}, 'good'],
    ['p95 CPU of 81 %', { cpuP95: 0.81 }, 'worse'],
    ['p95 response time up by 9 %', { p95Ms: 250 }, 'good'],
    ['p95 response time up by 11 %', { p95Ms: 256 }, 'worse'],
    ['5xx answers doubled', { errorRatio: 0.004 }, 'worse'],
    ['one failed request more in a quiet night', { errorRatio: 0.0015 }, 'good'],
    ['hardly anything measured', { steps: 3 }, 'worse'],
  ])('%s', (_, more, expected) => {
    expect(look(more).kind).toBe(expected);
  });

  it('waits while the day is not over, but not for a regression to last', () => {
    expect(look({}, false).kind).toBe('wait');
    expect(look({ steps: 3 }, false).kind).toBe('wait');
    expect(look({ p95Ms: 400 }, false)).toEqual({
      kind: 'worse',
      because: 'p95 response time went from 230 to 400 ms',
    });
    expect(look({ steps: 0 }, false, 1).kind).toBe('worse');
  });
});

describe('the maintenance window', () => {
  it.each([
    ['2026-11-23T02:00:00.000Z', 'UTC', true],
    ['2026-11-23T05:00:00.000Z', 'UTC', false],
    ['2026-11-23T12:00:00.000Z', 'UTC', false],
    ['2026-11-23T07:30:00.000Z', 'America/New_York', true],
    ['2026-11-23T02:00:00.000Z', 'America/New_York', false],
  ])('%s in %s: %s', (at, timeZone, expected) => {
    const settings = { environment: 'test', timeZone };
    expect(isMaintenanceTime({ clock: { now: () => new Date(at) }, settings })).toBe(expected);
  });
});
