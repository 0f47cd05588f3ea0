import fc from 'fast-check';
import type { Attempt, JobSpecInput, RetryCause } from '../../../core/contract/job.ts';
import { backoffSec, decideRetry, nextMemoryMiB } from '../../../core/jobs/decide-retry.ts';
import { NOW, someJob } from './some-jobs.ts';

const RUN = 'ffffffff00000000ffffffff00000000';

/** Attempts that failed by these causes, one after another, each at its memory. */
function attempts(...causes: readonly (RetryCause | readonly [RetryCause, number])[]): readonly Attempt[] {
  return causes.map((one, i) => {
    const [cause, memoryMiB] = typeof one === 'string' ? [one, 2_048] : one;
    return {
      number: i + 1,
      cpuUnits: 1_024,
      memoryMiB,
      startedAt: NOW,
      endedAt: NOW,
      cause,
      costMicroUsd: 0,
    };
  });
}

function decided(failed: readonly Attempt[], spec: Partial<JobSpecInput> = {}, affords = true): string {
  const { spec: whole } = someJob({ cpuUnits: 1_024, memoryMiB: 2_048, ...spec });
  const decision = decideRetry({
    spec: whole,
    runId: RUN,
    attempts: failed,
    now: NOW,
    affords: () => affords,
  });
  return `${decision.kind}: ${decision.reason}`;
}

describe('deciding whether a run is tried again', () => {
  it('tries again as often as allowed, then gives up', () => {
    expect(decided(attempts('error'))).toMatch(/^retry/);
    expect(decided(attempts('error', 'error'))).toMatch(/^retry/);
    expect(decided(attempts('error', 'error', 'error'))).toBe(
      'give-up: Not tried again: 2 retries are allowed.',
    );
  });

  it('does not count what the platform did', () => {
    expect(decided(attempts('infra', 'infra', 'infra', 'error', 'error'))).toMatch(/^retry/);
    expect(decided(attempts('infra', 'infra', 'infra', 'error', 'error', 'error'))).toMatch(/^give-up/);
    expect(decided(attempts('infra'), { retries: { max: 0 } })).toMatch(/^retry/);
  });

  it('does not try for ever where only the platform fails', () => {
    expect(decided(attempts('infra', 'infra', 'infra', 'infra', 'infra'))).toMatch(/^retry/);
    expect(decided(attempts('infra', 'infra', 'infra', 'infra', 'infra', 'infra'))).toMatch(
      /the platform failed it 6 times/,
    );
  });

  it('tries a run without memory once more with the next legal size', () => {
    expect(decided(attempts('oom'))).toMatch(/^retry: Tried again with 3072 MiB/);
    expect(decided(attempts('oom', ['oom', 3_072]))).toMatch(/^give-up: .*next larger memory was not enough/);
    expect(decided(attempts(['oom', 8_192]))).toMatch(/^give-up: .*1024 CPU units allow no more memory/);
    expect(decided(attempts('oom'), {}, false)).toMatch(
      /^give-up: .*3072 MiB would not fit the job's budget/,
    );
  });

  it('keeps the larger memory for what follows', () => {
    const { spec } = someJob({ cpuUnits: 1_024, memoryMiB: 2_048 });
    expect(nextMemoryMiB([], spec)).toBe(2_048);
    expect(nextMemoryMiB(attempts('oom'), spec)).toBe(3_072);
    expect(nextMemoryMiB(attempts('oom', ['infra', 3_072]), spec)).toBe(3_072);
  });

  it('leaves alone what the job does not want tried again', () => {
    expect(decided(attempts('timeout'))).toBe('give-up: Not tried again: retries.on leaves out timeout.');
    expect(decided(attempts('timeout'), { retries: { on: ['timeout'] } })).toMatch(/^retry/);
  });

  it('waits longer each time, an hour at most, and never the same for two runs', () => {
    const { spec } = someJob({ retries: { backoffSec: 30 } });
    const lazy = '00000000';
    expect([1, 2, 3, 9].map((failed) => backoffSec(spec, lazy, failed))).toEqual([30, 60, 120, 3_600]);
    expect([1, 2, 3, 9].map((failed) => backoffSec(spec, RUN, failed))).toEqual([15, 30, 60, 1_800]);
    const id = fc.stringMatching(/^[0-9a-f]{32}$/);
    fc.assert(
      fc.property(id, fc.integer({ min: 1, max: 40 }), (runId, failed) => {
        const wait = backoffSec(spec, runId, failed);
        const whole = Math.min(3_600, 30 * 2 ** (failed - 1));
        expect(wait).toBeGreaterThanOrEqual(Math.floor(whole / 2));
        expect(wait).toBeLessThanOrEqual(whole);
      }),
    );
  });
});
