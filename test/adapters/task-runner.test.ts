import { SimulatedCloud } from '../../adapters/embedded/cloud/simulated-cloud.ts';
import { VirtualClock } from '../../adapters/embedded/virtual-clock.ts';
import type { RunTask } from '../../core/jobs/task-runner.ts';

const START = new Date('2026-03-02T12:00:00.000Z');

function open(at = START) {
  const clock = new VirtualClock(at);
  const cloud = new SimulatedCloud({ clock, seed: 5, environment: 'test', workloads: () => undefined });
  const heard: string[] = [];
  cloud.onEvent((event) => heard.push(`${event.kind} ${event.service}`));
  /** Lets time pass from one thing that is due to the next. */
  const pass = (seconds: number) => {
    const until = clock.now().getTime() + seconds * 1_000;
    while (clock.now().getTime() < until) {
      clock.set(new Date(Math.min(until, Math.max(cloud.nextDueMs(), clock.now().getTime() + 1))));
      cloud.advance();
    }
  };
  return { clock, cloud, pass, heard };
}

function task(image: string, more: Partial<RunTask> = {}): RunTask {
  return {
    clientToken: 'run#1',
    job: 'train',
    runId: 'run',
    attempt: 1,
    image,
    command: [],
    cpuUnits: 1_024,
    memoryMiB: 2_048,
    environment: {},
    secrets: {},
    cause: { actor: 'clock', changeId: 'change-1' },
    ...more,
  };
}

const TRAIN = 'govlab/train-recommender:v1';

describe('a task that runs once', () => {
  it('is pending, runs, reports and stops with its exit code', async () => {
    const { cloud, pass, heard } = open();
    const { taskId } = await cloud.tasks.run(task(TRAIN));
    expect(await cloud.tasks.observe([taskId])).toMatchObject([{ lastStatus: 'PENDING' }]);
    pass(60);
    expect(await cloud.tasks.observe([taskId])).toMatchObject([{ lastStatus: 'RUNNING' }]);
    expect(cloud.takeReports()).toEqual([]);
    pass(240);
    expect(await cloud.tasks.observe([taskId])).toMatchObject([
      { lastStatus: 'STOPPED', exitCode: 0, stopCode: 'EssentialContainerExited' },
    ]);
    expect(cloud.takeReports()).toEqual([
      { job: 'train', runId: 'run', metrics: { accuracy: 0.93, rows: 120_000 } },
    ]);
    expect(heard).toEqual(['run train', 'run train']);
  });

  it('is one task for one client token, however often and at once it is asked for', async () => {
    const { cloud } = open();
    const asked = await Promise.all(Array.from({ length: 5 }, () => cloud.tasks.run(task(TRAIN))));
    expect(new Set(asked.map(({ taskId }) => taskId)).size).toBe(1);
    expect(await cloud.tasks.find('run#1')).toBe(asked[0]?.taskId);
    expect(await cloud.tasks.find('run#2')).toBeUndefined();
    const other = await cloud.tasks.run(task(TRAIN, { clientToken: 'run#2', attempt: 2 }));
    expect(other.taskId).not.toBe(asked[0]?.taskId);
    expect(cloud.mutations.map(({ call, changeId }) => `${call} ${changeId}`)).toEqual([
      'RunTask change-1',
      'RunTask change-1',
    ]);
  });

  it.each<[string, string, Partial<RunTask>, object]>([
    ['an error of its own', 'govlab/train-recommender:v2-crash', {}, { exitCode: 1 }],
    ['too little memory', 'govlab/train-recommender:v3-oom', {}, { exitCode: 137 }],
    ['enough memory', 'govlab/train-recommender:v3-oom', { memoryMiB: 4_096 }, { exitCode: 0 }],
    ['a host that dies', 'govlab/train-recommender:v5-host', {}, { stopCode: 'TerminationNotice' }],
    ['another host', 'govlab/train-recommender:v5-host', { attempt: 2 }, { exitCode: 0 }],
    ['an image that is not there', 'elsewhere/thing:v9', {}, { stopCode: 'TaskFailedToStart' }],
    ['an image made for services', 'govlab/job-ingest:v1', {}, { exitCode: 0 }],
    [
      'a secret that is not there',
      TRAIN,
      { secrets: { KEY: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:missing' } },
      { stopCode: 'TaskFailedToStart' },
    ],
  ])('ends by %s', async (_what, image, more, expected) => {
    const { cloud, pass } = open();
    const { taskId } = await cloud.tasks.run(task(image, more));
    pass(600);
    expect(await cloud.tasks.observe([taskId])).toMatchObject([{ lastStatus: 'STOPPED', ...expected }]);
  });

  it('never ends by itself if it is endless, and ends half a minute after it is told to, once', async () => {
    const { cloud, pass } = open();
    const { taskId } = await cloud.tasks.run(task('govlab/train-recommender:v4-endless'));
    pass(86_400);
    const stop = () =>
      cloud.tasks.stop({ taskId, job: 'train', reason: 'enough', cause: { actor: 'dev', changeId: 'c' } });
    await stop();
    await stop();
    pass(29);
    expect(await cloud.tasks.observe([taskId])).toMatchObject([{ lastStatus: 'RUNNING' }]);
    pass(2);
    const [seen] = await cloud.tasks.observe([taskId]);
    expect(seen).toMatchObject({ lastStatus: 'STOPPED', stopCode: 'UserInitiated', stoppedReason: 'enough' });
    await stop();
    expect(cloud.mutations.filter(({ call }) => call === 'StopTask')).toHaveLength(1);
  });

  it('is forgotten an hour after it stopped', async () => {
    const { cloud, pass } = open();
    const { taskId } = await cloud.tasks.run(task('govlab/train-recommender:v2-crash'));
    pass(3_600);
    expect(await cloud.tasks.observe([taskId, 'unknown'])).toMatchObject([
      { kind: 'present' },
      { kind: 'missing' },
    ]);
    pass(120);
    expect(await cloud.tasks.observe([taskId])).toEqual([{ kind: 'missing', taskId }]);
    expect(cloud.nextDueMs()).toBeLessThan(START.getTime() + 2 * 3_600_000);
  });

  it('survives a restart of the simulated cloud', async () => {
    const { cloud, pass, clock } = open();
    const { taskId } = await cloud.tasks.run(task(TRAIN));
    pass(100);
    const saved = JSON.parse(JSON.stringify(cloud.snapshot()));
    const next = open(clock.now());
    next.cloud.restore(saved);
    next.pass(300);
    expect(await next.cloud.tasks.observe([taskId])).toMatchObject([{ lastStatus: 'STOPPED', exitCode: 0 }]);
  });
});
