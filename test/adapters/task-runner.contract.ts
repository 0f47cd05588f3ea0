import type { RunTask, TaskRunner } from '../../core/jobs/task-runner.ts';

/** What an image does as a job's task. */
export type Course =
  | 'succeeds'
  | 'crashes'
  | 'needs memory'
  | 'loses its host'
  | 'is not there'
  | 'is endless';

/** A runner under test. */
export interface TaskRunnerUnderTest {
  readonly tasks: TaskRunner;
  /** Lets platform time pass. */
  pass(seconds: number): Promise<void>;
  readonly images: Readonly<Record<Course, string>>;
}

const START_SEC = 60;
const COURSE_SEC = 600;

/** An attempt of a run, with what a test asks for. */
export function attemptOf(image: string, more: Partial<RunTask> = {}): RunTask {
  return {
    clientToken: 'run#1',
    job: 'train',
    runId: 'run',
    attempt: 1,
    image,
    command: [],
    cpuUnits: 1_024,
    memoryMiB: 2_048,
    environment: { HMS_JOB: 'train' },
    secrets: {},
    cause: { actor: 'clock', changeId: 'change-1' },
    ...more,
  };
}

/** The promises of the TaskRunner port that every platform keeps. Each test opens its own platform. */
export function describeTaskRunner(name: string, open: () => Promise<TaskRunnerUnderTest>): void {
  const see = async ({ tasks }: TaskRunnerUnderTest, taskId: string) => {
    const [seen] = await tasks.observe([taskId]);
    return seen;
  };

  describe(`${name} runs a task once`, () => {
    it('has it pending, then running, then stopped with its exit code and its time', async () => {
      const runner = await open();
      const { taskId } = await runner.tasks.run(attemptOf(runner.images.succeeds));
      expect(await see(runner, taskId)).toMatchObject({ kind: 'present', taskId, lastStatus: 'PENDING' });
      await runner.pass(START_SEC);
      expect(await see(runner, taskId)).toMatchObject({ lastStatus: 'RUNNING' });
      await runner.pass(COURSE_SEC);
      expect(await see(runner, taskId)).toMatchObject({
        lastStatus: 'STOPPED',
        exitCode: 0,
        stopCode: 'EssentialContainerExited',
        stoppedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        logLink: expect.stringContaining(taskId),
      });
    });

    it('is one task for one client token, however often and at once it is asked for', async () => {
      const { tasks, images } = await open();
      const asked = await Promise.all(Array.from({ length: 5 }, () => tasks.run(attemptOf(images.succeeds))));
      expect(new Set(asked.map(({ taskId }) => taskId)).size).toBe(1);
      const other = await tasks.run(attemptOf(images.succeeds, { clientToken: 'run#2', attempt: 2 }));
      expect(other.taskId).not.toBe(asked[0]?.taskId);
    });

    it('finds a task by its token while it runs, and none by another', async () => {
      const { tasks, images } = await open();
      const clientToken = `${'long'.repeat(20)}#1`;
      const { taskId } = await tasks.run(attemptOf(images.crashes, { clientToken }));
      expect(await tasks.find(clientToken)).toBe(taskId);
      expect(await tasks.find('run#2')).toBeUndefined();
    });

    it('finds the task that ended under a token, or answers with it when it is run again', async () => {
      const { tasks, images, pass } = await open();
      const attempt = attemptOf(images.crashes);
      const { taskId } = await tasks.run(attempt);
      await pass(COURSE_SEC);
      expect((await tasks.find(attempt.clientToken)) ?? (await tasks.run(attempt)).taskId).toBe(taskId);
      expect(await tasks.observe([taskId])).toMatchObject([{ lastStatus: 'STOPPED' }]);
    });

    const courses: readonly [string, Course, Partial<RunTask>, object][] = [
      ['an error of its own', 'crashes', {}, { exitCode: 1 }],
      ['too little memory', 'needs memory', {}, { exitCode: 137 }],
      ['enough memory', 'needs memory', { memoryMiB: 4_096 }, { exitCode: 0 }],
      ['a host that dies', 'loses its host', {}, { stopCode: 'TerminationNotice' }],
      ['another host', 'loses its host', { clientToken: 'run#2', attempt: 2 }, { exitCode: 0 }],
      ['an image that is not there', 'is not there', {}, { stopCode: 'TaskFailedToStart' }],
      [
        'a secret that is not there',
        'succeeds',
        { secrets: { KEY: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:missing' } },
        { stopCode: 'TaskFailedToStart', stoppedReason: expect.stringContaining('secret') },
      ],
    ];
    it.each(courses)('ends by %s', async (_what, course, more, expected) => {
      const runner = await open();
      const { taskId } = await runner.tasks.run(attemptOf(runner.images[course], more));
      await runner.pass(COURSE_SEC);
      expect(await see(runner, taskId)).toMatchObject({ lastStatus: 'STOPPED', ...expected });
    });

    it('never ends by itself if it is endless, and ends when it is told to, for the reason told', async () => {
      const runner = await open();
      const { taskId } = await runner.tasks.run(attemptOf(runner.images['is endless']));
      await runner.pass(86_400);
      const stop = () =>
        runner.tasks.stop({ taskId, job: 'train', reason: 'enough', cause: { actor: 'dev', changeId: 'c' } });
      await stop();
      await stop();
      expect(await see(runner, taskId)).toMatchObject({ lastStatus: 'RUNNING' });
      await runner.pass(START_SEC);
      const ended = { lastStatus: 'STOPPED', stopCode: 'UserInitiated', stoppedReason: 'enough' };
      expect(await see(runner, taskId)).toMatchObject(ended);
      await stop();
      expect(await see(runner, taskId)).toMatchObject(ended);
    });

    it('is missing where it never was, and some time after it stopped; the order is that of the ids', async () => {
      const runner = await open();
      const { taskId } = await runner.tasks.run(attemptOf(runner.images.crashes));
      await runner.pass(COURSE_SEC);
      expect(await runner.tasks.observe(['unknown', taskId])).toMatchObject([
        { kind: 'missing', taskId: 'unknown' },
        { kind: 'present', taskId },
      ]);
      await runner.pass(2 * 3_600);
      expect(await see(runner, taskId)).toEqual({ kind: 'missing', taskId });
      await runner.tasks.stop({ taskId, job: 'train', reason: 'late', cause: { actor: 'dev' } });
    });
  });
}
