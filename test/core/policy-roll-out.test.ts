import fc from 'fast-check';
import type { PolicyVersion, TaskPolicy } from '../../core/contract/policy.ts';
import { decideRollOut, type RollOutSituation } from '../../core/policy/decide-roll-out.ts';
import { isOffered, placeOf } from '../../core/policy/task-standing.ts';
import { versionOf as someVersion } from './policy/some-versions.ts';

const NOW = '2026-11-23T12:00:00.000Z';
const LATER = '2026-11-23T12:05:00.000Z';

/** The second version of a policy, on its way. */
const versionOf = (more: Partial<PolicyVersion> = {}) =>
  someVersion({
    number: 2,
    sourceVersion: 2,
    status: 'ROLLING_OUT',
    step: 0,
    share: 0,
    receivedAt: NOW,
    updatedAt: NOW,
    version: 3,
    ...more,
  });

const IDS = Array.from({ length: 40 }, (_, n) => `task-${n}`);
/** The tasks in the order in which version 2 reaches them. */
const ORDER = [...IDS].sort((a, b) => placeOf(versionOf(), a) - placeOf(versionOf(), b));

function reach(count: number): number {
  return placeOf(versionOf(), ORDER[count - 1] ?? '');
}

function tasksOf(count: number, statusOf: (nth: number) => TaskPolicy['status']): readonly TaskPolicy[] {
  return ORDER.slice(0, count).map((taskId, nth) => ({
    service: 'svc',
    taskId,
    status: statusOf(nth),
    at: NOW,
  }));
}

function decide(version: PolicyVersion, tasks: readonly TaskPolicy[], more: Partial<RollOutSituation> = {}) {
  return decideRollOut({ version, tasks, gone: [], now: NOW, ...more });
}

describe('rolling a policy out', () => {
  const all = (status: TaskPolicy['status']) => () => status;
  const first =
    (count: number, status: TaskPolicy['status'], rest: TaskPolicy['status'] = 'PENDING') =>
    (nth: number) =>
      nth < count ? status : rest;
  const at = (step: 0 | 1 | 2, count: number, more: Partial<PolicyVersion> = {}) =>
    versionOf({ step, share: step === 2 ? 1 : reach(count), ...more });
  const baked = { bakeUntil: NOW };

  it.each([
    [
      'nobody runs: in force at once',
      versionOf({ status: 'STAGED' }),
      tasksOf(0, all('PENDING')),
      'activate',
      undefined,
    ],
    [
      'only exempt tasks run: in force at once',
      versionOf({ status: 'STAGED' }),
      tasksOf(3, all('EXEMPT')),
      'activate',
      undefined,
    ],
    ['it begins with one task', versionOf({ status: 'STAGED' }), tasksOf(40, all('PENDING')), 'step', 1],
    [
      'what brings old content back goes to all',
      versionOf({ status: 'STAGED', restores: 1 }),
      tasksOf(40, all('PENDING')),
      'step',
      40,
    ],
    ['it waits for the first', at(0, 1), tasksOf(40, all('PENDING')), 'wait', undefined],
    ['the first has it: it is watched', at(0, 1), tasksOf(40, first(1, 'ACTIVATED')), 'bake', undefined],
    ['watched long enough: a quarter', at(0, 1, baked), tasksOf(40, first(1, 'ACTIVATED')), 'step', 10],
    ['the quarter has it: all', at(1, 10, baked), tasksOf(40, first(10, 'ACTIVATED')), 'step', 40],
    ['all have it: in force', at(2, 40), tasksOf(40, all('ACTIVATED')), 'activate', undefined],
    [
      'one is missing at the end: it waits',
      at(2, 40),
      tasksOf(40, first(39, 'ACTIVATED')),
      'wait',
      undefined,
    ],
    [
      'a quarter of three is one: straight to all',
      at(0, 1, baked),
      tasksOf(3, first(1, 'ACTIVATED')),
      'step',
      3,
    ],
    ['one failure in the first step stops it', at(0, 1), tasksOf(40, first(1, 'FAILED')), 'stop', undefined],
    [
      'one of twenty later does not',
      at(2, 20),
      tasksOf(20, first(1, 'FAILED', 'ACTIVATED')),
      'wait',
      undefined,
    ],
    ['two of twenty do', at(2, 20), tasksOf(20, first(2, 'FAILED', 'ACTIVATED')), 'stop', undefined],
    [
      'what brings old content back is never stopped',
      at(2, 20, { restores: 1 }),
      tasksOf(20, all('FAILED')),
      'wait',
      undefined,
    ],
    ['the first is silent: it pauses', at(0, 1), tasksOf(40, first(1, 'UNREACHABLE')), 'pause', undefined],
    [
      'one of twenty silent later does not pause it',
      at(2, 20),
      tasksOf(20, first(1, 'UNREACHABLE', 'ACTIVATED')),
      'wait',
      undefined,
    ],
    [
      'the silent are heard again: it goes on',
      at(0, 1, { status: 'PAUSED' }),
      tasksOf(40, first(1, 'ACTIVATED')),
      'continue',
      undefined,
    ],
    [
      'the task of the first step is gone: another is chosen',
      at(0, 1),
      tasksOf(40, all('PENDING')).slice(1),
      'step',
      1,
    ],
  ] as const)('%s', (_what, version, tasks, kind, reached) => {
    const decision = decide(version, tasks);
    expect(decision.kind).toBe(kind);
    if (decision.kind !== 'step') return;
    expect(decision.tasks).toBe(reached);
    const after = { ...version, status: 'ROLLING_OUT' as const, share: decision.share };
    expect(tasks.filter(({ taskId }) => isOffered(after, taskId))).toHaveLength(reached ?? 0);
  });

  it('is watched for five minutes between steps', () => {
    const first = tasksOf(40, (nth) => (nth === 0 ? 'ACTIVATED' : 'PENDING'));
    expect(decide(at(0, 1), first)).toMatchObject({ kind: 'bake', until: LATER });
    expect(decide(at(0, 1, { bakeUntil: LATER }), first).kind).toBe('wait');
    expect(decide(at(0, 1, { bakeUntil: LATER }), first, { now: LATER }).kind).toBe('step');
  });

  it('counts a task that failed and is gone by now', () => {
    const gone: TaskPolicy[] = [{ service: 'svc', taskId: 'dead', status: 'FAILED', at: NOW, error: 'no' }];
    expect(decide(at(0, 1), tasksOf(40, all('PENDING')), { gone })).toMatchObject({
      kind: 'stop',
      because: expect.stringContaining('no'),
    });
  });

  it('never comes into force while a running task that can be reached does not have it', () => {
    const statuses = fc.constantFrom<TaskPolicy['status']>(
      'PENDING',
      'DOWNLOADED',
      'ACTIVATED',
      'FAILED',
      'UNREACHABLE',
      'EXEMPT',
    );
    const steps = fc.record({
      step: fc.constantFrom(0, 1, 2),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    const rest = fc.record({
      status: fc.constantFrom<PolicyVersion['status']>('STAGED', 'ROLLING_OUT', 'PAUSED'),
      restores: fc.constantFrom(undefined, 1),
      bakeUntil: fc.constantFrom(undefined, NOW, LATER),
    });
    fc.assert(
      fc.property(fc.array(statuses, { maxLength: 40 }), steps, rest, (list, step, more) => {
        const tasks = tasksOf(list.length, (nth) => list[nth] ?? 'PENDING');
        const asked = tasks.filter(({ status }) => status !== 'EXEMPT');
        const decision = decide(versionOf({ ...step, ...more }), tasks);
        if (decision.kind === 'activate')
          expect(asked.every(({ status }) => status === 'ACTIVATED')).toBe(true);
        if (decision.kind === 'stop') expect(more.restores).toBeUndefined();
      }),
    );
  });
});

describe('the order in which tasks are reached', () => {
  it('is another for each version, and the same whoever asks', () => {
    expect(placeOf({ name: 'grants', number: 2 }, 'task-1')).toBe(placeOf(versionOf(), 'task-1'));
    expect(placeOf({ name: 'grants', number: 3 }, 'task-1')).not.toBe(placeOf(versionOf(), 'task-1'));
  });
  it('lies within (0, 1]', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), (taskId, number) => {
        const place = placeOf({ name: 'grants', number }, taskId);
        expect(place > 0 && place <= 1).toBe(true);
      }),
    );
  });
});
