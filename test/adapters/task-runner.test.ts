import { handOn, openCloud } from './cloud-fixture.ts';
import { TASK_IMAGES } from './task-images.ts';
import { attemptOf, describeTaskRunner } from './task-runner.contract.ts';

const TRAIN = TASK_IMAGES.succeeds;

function open() {
  const world = openCloud();
  const heard: string[] = [];
  world.cloud.onEvent((event) => heard.push(`${event.kind} ${event.service}`));
  return { ...world, heard };
}

describeTaskRunner('the simulated cloud', async () => {
  const { cloud, pass } = open();
  return { tasks: cloud.tasks, pass, images: TASK_IMAGES };
});

describe('a task of the simulated cloud', () => {
  it('reports what it measured before it ends, and every move is told of', async () => {
    const { cloud, pass, heard } = open();
    await cloud.tasks.run(attemptOf(TRAIN));
    await pass(60);
    expect(cloud.takeReports()).toEqual([]);
    await pass(240);
    expect(cloud.takeReports()).toEqual([
      { job: 'train', runId: 'run', metrics: { accuracy: 0.93, rows: 120_000 } },
    ]);
    expect(heard).toEqual(['run train', 'run train']);
  });

  it('runs images made for services as well, as a short batch', async () => {
    const { cloud, pass } = open();
    const { taskId } = await cloud.tasks.run(attemptOf('govlab/job-ingest:v1'));
    await pass(600);
    expect(await cloud.tasks.observe([taskId])).toMatchObject([{ lastStatus: 'STOPPED', exitCode: 0 }]);
  });

  it('is in the log of calls once for each token, and once for being stopped', async () => {
    const { cloud, pass } = open();
    const image = TASK_IMAGES['is endless'];
    const { taskId } = await cloud.tasks.run(attemptOf(image));
    await cloud.tasks.run(attemptOf(image));
    await cloud.tasks.run(attemptOf(image, { clientToken: 'run#2', attempt: 2 }));
    await pass(60);
    const stop = { taskId, job: 'train', reason: 'enough', cause: { actor: 'dev', changeId: 'change-2' } };
    for (const again of [0, 29, 60]) {
      await cloud.tasks.stop(stop);
      await pass(again);
    }
    expect(cloud.mutations.map(({ call, changeId }) => `${call} ${changeId}`)).toEqual([
      'RunTask change-1',
      'RunTask change-1',
      'StopTask change-2',
    ]);
  });

  it('ends half a minute after it is told to, and is forgotten an hour later', async () => {
    const { cloud, pass, clock } = open();
    const { taskId } = await cloud.tasks.run(attemptOf(TASK_IMAGES['is endless']));
    await pass(86_400);
    await cloud.tasks.stop({ taskId, job: 'train', reason: 'enough', cause: { actor: 'dev' } });
    await pass(29);
    expect(await cloud.tasks.observe([taskId])).toMatchObject([{ lastStatus: 'RUNNING' }]);
    await pass(2);
    expect(await cloud.tasks.observe([taskId])).toMatchObject([{ lastStatus: 'STOPPED' }]);
    await pass(3_590);
    expect(await cloud.tasks.observe([taskId])).toMatchObject([{ kind: 'present' }]);
    await pass(120);
    expect(await cloud.tasks.observe([taskId])).toEqual([{ kind: 'missing', taskId }]);
    expect(cloud.nextDueMs()).toBeLessThan(clock.now().getTime() + 3_600_000);
  });

  it('survives a restart of the simulated cloud', async () => {
    const { cloud, pass, clock } = open();
    const { taskId } = await cloud.tasks.run(attemptOf(TRAIN));
    await pass(100);
    const saved = JSON.parse(JSON.stringify(cloud.snapshot()));
    const next = openCloud();
    next.clock.set(clock.now());
    next.cloud.restore(saved);
    await handOn(next.clock, next.cloud).pass(300);
    expect(await next.cloud.tasks.observe([taskId])).toMatchObject([{ lastStatus: 'STOPPED', exitCode: 0 }]);
  });
});
