import type { StoredDefinition } from './definition-book.ts';
import type { Tags } from './ecs-inputs.ts';

/** What ECS keeps of a task that somebody ran, and the simulated cloud does not. */
export interface RunRecord {
  readonly taskId: string;
  /** Its name in the simulated cloud. */
  readonly job: string;
  readonly definition: StoredDefinition;
  readonly startedBy: string;
  readonly createdMs: number;
  readonly tags: Tags;
}

/** The tasks that were started by RunTask, by their ids. */
export class RunBook {
  readonly #runs = new Map<string, RunRecord>();

  find(taskId: string): RunRecord | undefined {
    return this.#runs.get(taskId);
  }

  all(): readonly RunRecord[] {
    return [...this.#runs.values()];
  }

  keep(run: RunRecord): void {
    this.#runs.set(run.taskId, run);
  }
}
