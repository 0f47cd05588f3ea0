import { TASK_IMAGES } from '../../task-images.ts';
import { attemptOf, describeTaskRunner } from '../../task-runner.contract.ts';
import { emulatedPerTest } from './emulated-ecs.ts';

const openEcs = emulatedPerTest();
const open = async () => {
  const world = await openEcs();
  return { ...world, tasks: world.ecs.tasks };
};

describeTaskRunner('ECS', async () => {
  const { tasks, pass } = await open();
  return { tasks, pass, images: TASK_IMAGES };
});

describe('a task of a job on ECS', () => {
  it('costs one mutating call once its definition is registered, and one call to see a hundred', async () => {
    const { tasks, ecs } = await open();
    await tasks.run(attemptOf(TASK_IMAGES.succeeds));
    expect(ecs.calls).toEqual(['ListTaskDefinitions', 'RegisterTaskDefinition', 'RunTask']);
    const before = ecs.calls.length;
    await tasks.run(attemptOf(TASK_IMAGES.succeeds, { clientToken: 'run#2', attempt: 2 }));
    expect(ecs.calls.slice(before)).toEqual(['ListTaskDefinitions', 'RunTask']);
    const seen = ecs.calls.length;
    await tasks.observe(Array.from({ length: 100 }, (_, i) => `task-${i}`));
    expect(ecs.calls.slice(seen)).toEqual(['DescribeTasks']);
  });

  it('registers a definition of its own for another size', async () => {
    const { tasks, ecs } = await open();
    await tasks.run(attemptOf(TASK_IMAGES.succeeds));
    await tasks.run(attemptOf(TASK_IMAGES.succeeds, { clientToken: 'run#2', memoryMiB: 4_096 }));
    expect(ecs.calls.filter((call) => call === 'RegisterTaskDefinition')).toHaveLength(2);
  });

  it('tells the platform which Change it carries out', async () => {
    const { tasks, cloud } = await open();
    await tasks.run(attemptOf(TASK_IMAGES.succeeds));
    expect(cloud.mutations).toMatchObject([
      {
        call: 'RunTask',
        service: 'train',
        changeId: 'change-1',
        detail: { cpuUnits: 1_024, memoryMiB: 2_048 },
      },
    ]);
  });
});
