import type { ObservedTask, RunTask, TaskRunner } from '../../core/jobs/task-runner.ts';
import { NightTasks } from './night-tasks.ts';

/** Images run as tasks of ECS, the product's own work as executions of the night's state machine. */
export class TaskRunners implements TaskRunner {
  readonly runsBuiltins = true;
  readonly #images: TaskRunner;
  readonly #builtins: TaskRunner;

  constructor({ images, builtins }: { readonly images: TaskRunner; readonly builtins: TaskRunner }) {
    this.#images = images;
    this.#builtins = builtins;
  }

  run(task: RunTask): Promise<{ readonly taskId: string }> {
    return (task.builtin === undefined ? this.#images : this.#builtins).run(task);
  }

  async find(clientToken: string): Promise<string | undefined> {
    return (await this.#images.find(clientToken)) ?? (await this.#builtins.find(clientToken));
  }

  async observe(taskIds: readonly string[]): Promise<readonly ObservedTask[]> {
    const ofNight = taskIds.filter(NightTasks.knows);
    const others = taskIds.filter((taskId) => !NightTasks.knows(taskId));
    const [images, builtins] = await Promise.all([
      others.length === 0 ? [] : this.#images.observe(others),
      ofNight.length === 0 ? [] : this.#builtins.observe(ofNight),
    ]);
    const byId = new Map([...images, ...builtins].map((task) => [task.taskId, task]));
    return taskIds.map((taskId) => byId.get(taskId) ?? { kind: 'missing', taskId });
  }

  stop(request: Parameters<TaskRunner['stop']>[0]): Promise<void> {
    return (NightTasks.knows(request.taskId) ? this.#builtins : this.#images).stop(request);
  }
}
