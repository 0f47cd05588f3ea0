import { OpsError } from '../../../core/errors.ts';
import type { TaskRunner } from '../../../core/jobs/task-runner.ts';
import { JobDesk } from './job-desk.ts';

const HOUR = 3_600;
const silence = async (): Promise<never> => {
  throw new OpsError('platform.unavailable', 'no answer', { remedy: 'wait' });
};

describe('a task whose start was accepted, and the answer lost', () => {
  let desk: JobDesk;
  beforeEach(async () => {
    desk = await JobDesk.open();
    await desk.schedule({ retries: { on: ['infra'] } });
  });
  afterEach(() => desk.close());

  /** From now on the platform answers as it does, except for these calls. */
  const behind = (changed: Partial<TaskRunner>): void => {
    const { ports } = desk.embedded;
    const { tasks } = ports;
    const whole: TaskRunner = {
      run: tasks.run.bind(tasks),
      find: tasks.find.bind(tasks),
      observe: tasks.observe.bind(tasks),
      stop: tasks.stop.bind(tasks),
    };
    desk.ports = { ...ports, tasks: { ...whole, ...changed } };
  };
  const accepted: TaskRunner['run'] = async (task) => {
    await desk.embedded.ports.tasks.run(task);
    return silence();
  };

  it('is found and followed, so that no second attempt runs beside it', async () => {
    behind({ run: accepted });
    await desk.skip(HOUR);
    await desk.tick();
    behind({ run: silence });
    await desk.pass(60);
    expect(await desk.run()).toMatchObject({ status: 'RUNNING', attempts: [{ taskId: expect.any(String) }] });
    await desk.pass(900);
    expect(await desk.run()).toMatchObject({ status: 'SUCCEEDED', attempts: [{ number: 1, exitCode: 0 }] });
    expect((await desk.run()).attempts).toHaveLength(1);
    expect(desk.calls('RunTask')).toBe(1);
  });

  it('is waited for while the platform does not answer, however long that takes', async () => {
    behind({ run: accepted, find: silence });
    await desk.skip(HOUR);
    await desk.tick();
    behind({ run: silence, find: silence });
    await desk.pass(900);
    expect(await desk.run()).toMatchObject({ status: 'STARTING', attempts: [{ number: 1 }] });
    desk.ports = desk.embedded.ports;
    await desk.pass(60);
    expect(await desk.run()).toMatchObject({ status: 'SUCCEEDED', attempts: [{ exitCode: 0 }] });
    expect(desk.calls('RunTask')).toBe(1);
  });
});
