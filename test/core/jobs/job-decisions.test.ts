import { FARGATE_X86_US_EAST_1 } from '../../../core/budget/prices.ts';
import { JobSpec } from '../../../core/contract/job.ts';
import { failedChecks } from '../../../core/jobs/check-success.ts';
import { classifyStop } from '../../../core/jobs/classify-stop.ts';
import { isLate, jobView } from '../../../core/jobs/job-view.ts';
import { estimateRunMicroUsd, roomMicroUsd, runCostMicroUsd } from '../../../core/jobs/run-cost.ts';
import { runIdOf } from '../../../core/jobs/run-id.ts';
import { addSeconds } from '../../../core/units.ts';
import { NOW, someJob, someRun } from './some-jobs.ts';

describe('how a task ended', () => {
  it.each<[string, object, string]>([
    ['exit code 0', { exitCode: 0, stopCode: 'EssentialContainerExited' }, 'ok'],
    ['exit code 1', { exitCode: 1, stopCode: 'EssentialContainerExited' }, 'error'],
    ['exit code 137', { exitCode: 137, stopCode: 'EssentialContainerExited' }, 'oom'],
    [
      'out of memory',
      {
        stopCode: 'EssentialContainerExited',
        stoppedReason: 'OutOfMemoryError: Container killed due to memory usage',
      },
      'oom',
    ],
    ['no exit code', { stopCode: 'EssentialContainerExited' }, 'infra'],
    [
      'its host gone',
      { stopCode: 'TerminationNotice', stoppedReason: 'Host EC2 (instance i-1) terminated.' },
      'infra',
    ],
    ['a Spot interruption', { stopCode: 'SpotInterruption', exitCode: 137 }, 'infra'],
    ['a person in the console', { stopCode: 'UserInitiated', exitCode: 0 }, 'infra'],
    [
      'an image that is not there',
      { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError: not found' },
      'error',
    ],
    [
      'a pull that timed out',
      { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError: i/o timeout' },
      'infra',
    ],
  ])('%s', (_what, seen, expected) => {
    const ending = classifyStop({ kind: 'present', taskId: 't', lastStatus: 'STOPPED', ...seen }, 'train:v1');
    expect(ending.kind === 'ok' ? 'ok' : ending.cause).toBe(expected);
    if (ending.kind === 'failed') expect(ending.reason).not.toBe('');
  });
});

describe('checks on what a job reports', () => {
  const spec = {
    successWhen: [
      { metric: 'accuracy', op: '>=', value: 0.9 },
      { metric: 'rows', op: '>', value: 0 },
      { metric: 'errors', op: '==', value: 0 },
      { metric: 'drift', op: '<', value: 1 },
      { metric: 'cost', op: '<=', value: 5 },
    ],
  } as const;
  const good = { accuracy: 0.9, rows: 1, errors: 0, drift: 0.99, cost: 5 };

  it('hold for good figures', () => {
    expect(failedChecks(spec, good)).toEqual([]);
  });

  it('name each figure that is not good enough, or was never reported', () => {
    const { rows: _rows, ...rest } = good;
    expect(failedChecks(spec, { ...rest, accuracy: 0.89 })).toEqual([
      'accuracy >= 0.9: accuracy was 0.89',
      'rows > 0: rows was not reported',
    ]);
    expect(failedChecks({ successWhen: [{ metric: 'toString', op: '>', value: 0 }] }, {})).toHaveLength(1);
  });
});

describe('what runs cost', () => {
  const prices = FARGATE_X86_US_EAST_1;

  it.each([
    [{ cpuUnits: 256, memoryMiB: 512 }, 60, 206],
    [{ cpuUnits: 256, memoryMiB: 512 }, 1, 206],
    [{ cpuUnits: 1_024, memoryMiB: 4_096 }, 3_600, 58_260],
  ])('%j for %d seconds costs %d micro-dollars', (size, seconds, expected) => {
    expect(runCostMicroUsd(size, seconds, prices)).toBe(expected);
  });

  it('is estimated by the longest recent success, else by the whole timeout; builtins cost no task', () => {
    const job = someJob({ timeoutSec: 3_600 });
    const recent = [
      someRun({ status: 'SUCCEEDED', durationSec: 600 }),
      someRun({ status: 'FAILED', durationSec: 9_000 }),
    ];
    expect(estimateRunMicroUsd(job, [], { prices })).toBe(runCostMicroUsd(job.spec, 3_600, prices));
    expect(estimateRunMicroUsd(job, recent, { prices })).toBe(runCostMicroUsd(job.spec, 600, prices));
    const builtin = someJob({ image: undefined, builtin: 'optimize-resources' });
    expect(estimateRunMicroUsd(builtin, [], { prices })).toBe(0);
  });

  it('counts against the calendar month alone', () => {
    const job = someJob({ budgetMonthlyUsd: 1 }, { spent: { month: '2026-03', microUsd: 400_000 } });
    expect(roomMicroUsd(job, NOW)).toBe(600_000);
    expect(roomMicroUsd(job, '2026-04-01T00:00:00.000Z')).toBe(1_000_000);
    expect(roomMicroUsd(someJob(), NOW)).toBeUndefined();
  });
});

describe('a job as people read it', () => {
  it('shows five fires on its own clock and in UTC', () => {
    const job = someJob({ schedule: '30 2 * * *', timeZone: 'America/New_York' });
    const view = jobView(job, [], '2026-03-07T12:00:00.000Z');
    expect(view.nextFires).toHaveLength(5);
    expect(view.nextFires[0]).toEqual({
      local: '2026-03-08T03:00',
      timeZone: 'America/New_York',
      utc: '2026-03-08T07:00:00.000Z',
      note: 'The clocks skip 02:30 that day; it runs at 03:00.',
    });
    const rate = jobView(someJob({ schedule: 'rate(1 day)', timeZone: 'America/New_York' }), [], NOW);
    expect(rate.nextFires[0]).toMatchObject({ local: '2026-03-02T19:00', utc: '2026-03-03T00:00:00.000Z' });
  });

  it('shows no fires and says what is refused while it sleeps or is retired', () => {
    const asleep = jobView(someJob({}, { status: 'SUSPENDED' }), [], NOW);
    expect(asleep.nextFires).toEqual([]);
    expect(Object.keys(asleep.refused)).toEqual(['suspend']);
    const gone = jobView(someJob({}, { status: 'RETIRED' }), [], NOW);
    expect(Object.keys(gone.refused)).toEqual(['suspend', 'resume', 'retire', 'startRun']);
  });

  it('is late when a tick came and nobody decided, or a run waits its turn and nobody starts it', () => {
    const at = (sec: number) => addSeconds(NOW, sec);
    expect(isLate(someJob(), [], at(3_600 + 299))).toBe(false);
    expect(isLate(someJob(), [], at(3_600 + 301))).toBe(true);
    expect(isLate(someJob({}, { status: 'SUSPENDED' }), [], at(9_000))).toBe(false);
    const waiting = someRun();
    const job = someJob({}, { openRunIds: [waiting.id], decidedUpTo: at(301) });
    expect(isLate(job, [waiting], at(301))).toBe(true);
    expect(isLate({ ...job, openRunIds: ['another', waiting.id] }, [waiting], at(301))).toBe(false);
  });
});

describe('the id of a run', () => {
  const tick = { local: '2026-11-01T01:30', timeZone: 'America/New_York' };

  it('is the same for the same job, local time and zone, and another for any other', () => {
    const id = runIdOf('train', tick);
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(runIdOf('train', { ...tick })).toBe(id);
    const others = [
      runIdOf('train2', tick),
      runIdOf('train', { ...tick, local: '2026-11-01T01:31' }),
      runIdOf('train', { ...tick, timeZone: 'UTC' }),
    ];
    expect(new Set([id, ...others]).size).toBe(4);
  });
});

describe('the schema of a job', () => {
  it.each([
    [{ startingDeadlineSec: 59 }, /expected number to be >=60/],
    [{ cpuUnits: 256, memoryMiB: 4_096 }, /memoryMiB must be one of 512, 1024, 2048/],
    [{ surprise: 1 }, /Unrecognized key/],
  ])('refuses %j', (wrong, message) => {
    const parsed = JobSpec.safeParse({ name: 'train', schedule: '0 2 * * *', ...wrong });
    expect(parsed.error?.message).toMatch(message);
  });
});
