import type { JobRun } from '../../../core/contract/job.ts';
import { OpsError } from '../../../core/errors.ts';
import { cancelRun } from '../../../core/jobs/cancel-run.ts';
import type { Store } from '../../../core/store/store.ts';
import { JobDesk } from './job-desk.ts';

const HOUR = 3_600;
const dev = { sub: 'dev', kind: 'human' } as const;

let desk: JobDesk;
beforeEach(async () => {
  desk = await JobDesk.open();
});
afterEach(() => desk.close());

const causes = ({ attempts }: JobRun) => attempts.map(({ cause }) => cause ?? 'none');

/** A store that dies instead of making its nth commit, as a worker does that is killed. */
function dying(store: Store, commits: number): Store {
  let left = commits;
  return {
    get: (key) => store.get(key),
    getMany: (keys) => store.getMany(keys),
    query: (query) => store.query(query),
    commit: async (commit) => {
      left -= 1;
      if (left < 0) throw new Error('killed');
      return store.commit(commit);
    },
  };
}

describe('a run of a container job', () => {
  it('starts at its tick, runs, succeeds, and is paid for', async () => {
    await desk.schedule();
    await desk.pass(HOUR);
    expect(await desk.run()).toMatchObject({
      tick: '2026-03-02T13:00',
      status: 'STARTING',
      trigger: 'schedule',
    });
    await desk.pass(60);
    expect((await desk.run()).status).toBe('RUNNING');
    expect((await desk.job()).openRunIds).toHaveLength(1);
    await desk.pass(300);
    const run = await desk.run();
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      metrics: { accuracy: 0.93 },
      attempts: [{ exitCode: 0 }],
    });
    expect(run.durationSec).toBeGreaterThan(240);
    expect(run.costMicroUsd).toBeGreaterThan(800);
    expect(run.attempts[0]?.logLink).toContain('train');
    const job = await desk.job();
    expect(job.spent).toEqual({ month: '2026-03', microUsd: run.costMicroUsd });
    expect(job).toMatchObject({ openRunIds: [], lastEnded: { runId: run.id, status: 'SUCCEEDED' } });
  });

  it('is one run and one task, however often, late and out of order it is looked after', async () => {
    await desk.schedule();
    await desk.skip(HOUR);
    await Promise.all(Array.from({ length: 8 }, () => desk.tick()));
    await desk.pass(600);
    await Promise.all([desk.tick(), desk.tick()]);
    expect(await desk.runs()).toHaveLength(1);
    expect(desk.calls('RunTask')).toBe(1);
  });

  it.each([1, 2, 3, 4, 5])('goes on where a worker was killed at its commit number %d', async (commits) => {
    await desk.schedule();
    await desk.skip(HOUR);
    const { ports } = desk;
    desk.ports = { ...ports, store: dying(ports.store, commits - 1) };
    await desk.tick();
    desk.ports = ports;
    await desk.pass(600);
    expect((await desk.runs()).map(({ status }) => status)).toEqual(['SUCCEEDED']);
    expect(desk.calls('RunTask')).toBe(1);
  });

  it('waits for a platform that does not answer, and fails by its fault when it never does', async () => {
    await desk.schedule({ retries: { on: [] } });
    const { ports } = desk;
    const run = async () => {
      throw new OpsError('platform.unavailable', 'no room', { remedy: 'wait' });
    };
    desk.ports = { ...ports, tasks: { ...ports.tasks, find: async () => undefined, run } };
    await desk.pass(HOUR + 500);
    expect((await desk.run()).status).toBe('STARTING');
    await desk.pass(120);
    expect(await desk.run()).toMatchObject({ status: 'FAILED', attempts: [{ cause: 'infra' }] });
  });

  it('is tried again when its host dies, without using up a retry', async () => {
    await desk.schedule({ image: 'govlab/train-recommender:v5-host', retries: { max: 0 } });
    await desk.pass(HOUR + 900);
    const run = await desk.run();
    expect([run.status, causes(run)]).toEqual(['SUCCEEDED', ['infra', 'none']]);
    expect(run.costMicroUsd).toBe(run.attempts.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0));
  });

  it('is lost, and tried again, when the platform no longer knows its task', async () => {
    await desk.schedule();
    await desk.pass(HOUR + 100);
    const { ports } = desk;
    const observe = async (ids: readonly string[]) =>
      ids.map((taskId) => ({ kind: 'missing', taskId }) as const);
    desk.ports = { ...ports, tasks: { ...taskPorts(), observe } };
    await desk.tick();
    expect(await desk.run()).toMatchObject({ status: 'RETRY_WAIT', attempts: [{ cause: 'infra' }] });
    desk.ports = ports;
    await desk.pass(600);
    expect((await desk.run()).status).toBe('SUCCEEDED');
  });

  it('ends LOST where the platform keeps losing it', async () => {
    await desk.schedule({ retries: { on: ['error'] } });
    await desk.pass(HOUR + 100);
    const observe = async (ids: readonly string[]) =>
      ids.map((taskId) => ({ kind: 'missing', taskId }) as const);
    desk.ports = { ...desk.ports, tasks: { ...taskPorts(), observe } };
    await desk.tick();
    expect((await desk.run()).status).toBe('LOST');
  });

  it('gets more memory once when it runs out of it', async () => {
    await desk.schedule({ image: 'govlab/train-recommender:v3-oom', cpuUnits: 1_024, memoryMiB: 3_072 });
    await desk.pass(HOUR + 900);
    const run = await desk.run();
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      attempts: [{ memoryMiB: 3_072, exitCode: 137 }, { memoryMiB: 4_096 }],
    });
  });

  it('gets no more memory than its budget allows', async () => {
    const image = 'govlab/train-recommender:v3-oom';
    await desk.schedule({
      image,
      cpuUnits: 1_024,
      memoryMiB: 3_072,
      budgetMonthlyUsd: 0.055,
      timeoutSec: HOUR,
    });
    await desk.pass(HOUR + 900);
    expect((await desk.run()).statusReason).toContain('4096 MiB would not fit');
  });

  it('is stopped when it takes too long, and its task is gone before the next attempt begins', async () => {
    await desk.schedule({
      image: 'govlab/train-recommender:v4-endless',
      timeoutSec: 120,
      retries: { max: 1, backoffSec: 1, on: ['timeout'] },
    });
    await desk.pass(HOUR + 400);
    const run = await desk.run();
    expect([run.status, causes(run)]).toEqual(['TIMED_OUT', ['timeout', 'timeout']]);
    const [first, second] = run.attempts;
    expect(Date.parse(second?.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(first?.endedAt ?? ''));
    expect(desk.calls('StopTask')).toBe(2);
  });

  it('fails with the check named when what it reports is not good enough', async () => {
    const successWhen = [{ metric: 'accuracy', op: '>=', value: 0.9 }] as const;
    await desk.schedule({ image: 'govlab/train-recommender:v6-weak', successWhen });
    await desk.pass(HOUR + 400);
    expect(await desk.run()).toMatchObject({
      status: 'FAILED',
      statusReason: 'A check does not hold: accuracy >= 0.9: accuracy was 0.71.',
    });
    expect((await desk.run()).attempts).toHaveLength(1);
  });

  it('is cancelled once, its task is stopped, and what it cost is counted', async () => {
    await desk.schedule();
    await desk.pass(HOUR + 120);
    const { id } = await desk.run();
    const wish = { job: 'train', id, reason: 'not today', actor: dev, correlationId: 'c' };
    const first = await cancelRun(desk.ports, wish);
    const second = await cancelRun(desk.ports, { ...wish, reason: 'again' });
    expect(first.status).toBe('CANCELLED');
    expect(second).toEqual(first);
    await desk.pass(60);
    const run = await desk.run();
    expect(run).toMatchObject({
      status: 'CANCELLED',
      statusReason: 'not today',
      attempts: [{ exitCode: 143 }],
    });
    expect(run.costMicroUsd).toBeGreaterThan(0);
    expect((await desk.job()).openRunIds).toEqual([]);
    await desk.pass(600);
    expect([desk.calls('RunTask'), desk.calls('StopTask')]).toEqual([1, 1]);
  });

  it('leaves no task behind when it is cancelled before the start of one was recorded', async () => {
    await desk.schedule();
    await desk.skip(HOUR);
    const { ports } = desk;
    desk.ports = { ...ports, store: dying(ports.store, 2) };
    await desk.tick();
    desk.ports = ports;
    expect((await desk.run()).attempts[0]?.taskId).toBeUndefined();
    expect(desk.calls('RunTask')).toBe(1);
    await cancelRun(ports, {
      job: 'train',
      id: (await desk.run()).id,
      reason: 'no',
      actor: dev,
      correlationId: 'c',
    });
    await desk.pass(120);
    expect(desk.calls('StopTask')).toBe(1);
    expect((await desk.job()).openRunIds).toEqual([]);
  });

  it('refuses to cancel what has ended', async () => {
    await desk.schedule();
    await desk.pass(HOUR + 600);
    const { id } = await desk.run();
    const late = cancelRun(desk.ports, { job: 'train', id, reason: 'late', actor: dev, correlationId: 'c' });
    await expect(late).rejects.toMatchObject({ code: 'run.illegal_state' });
  });
});

/** The tasks of the desk's cloud as functions of their own, so that one can be replaced. */
function taskPorts() {
  const { tasks } = desk.embedded.ports;
  return {
    run: tasks.run.bind(tasks),
    find: tasks.find.bind(tasks),
    observe: tasks.observe.bind(tasks),
    stop: tasks.stop.bind(tasks),
  };
}
