import { unreachable } from '../../../adapters/aws/unreachable-platform.ts';
import { orderFor } from '../cloud-fixture.ts';
import { TASK_IMAGES } from '../task-images.ts';
import { attemptOf } from '../task-runner.contract.ts';

const { compute, tasks } = unreachable;
const service = 'portal';
const cause = { actor: 'dev' };
const of = { service, deploymentId: 'ecs-svc/1', hookId: 'hook-1', cause };

describe('a platform that a function has no permission on', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['observe', () => compute.observe([service])],
    ['create', () => compute.create(orderFor())],
    ['roll out', () => compute.rollOut(orderFor())],
    ['set a count', () => compute.setDesiredCount({ service, desiredCount: 1, cause })],
    ['continue', () => compute.continueDeployment(of)],
    ['stop a rollout', () => compute.stopDeployment(of)],
    ['remove', () => compute.remove({ service, cause })],
    ['list tasks', () => compute.listTasks([service])],
    ['run a task', () => tasks.run(attemptOf(TASK_IMAGES.succeeds))],
    ['find a task', () => tasks.find('run#1')],
    ['observe tasks', () => tasks.observe(['task'])],
    ['stop a task', () => tasks.stop({ taskId: 'task', job: 'train', reason: 'enough', cause })],
  ])('is refused as unavailable, with a remedy: %s', async (_what, ask) => {
    await expect(ask()).rejects.toMatchObject({
      code: 'platform.unavailable',
      remedy: expect.stringMatching(/./),
    });
  });

  it('can do nothing, so that nothing is tried', () => {
    expect(compute.features).toEqual({ pauseHooks: false, stopDeployment: false });
  });
});
