import type { ObservedTask, RunTask, TaskRunner } from '../../../core/jobs/task-runner.ts';
import { MS } from '../../../core/units.ts';
import { hexAt, unitAt } from '../seeded-random.ts';
import { behaviourOf } from './catalogue.ts';
import { NEVER } from './fleet-state.ts';
import { courseOf, SHORT_BATCH } from './job-behaviour.ts';
import type { MutationLog } from './mutation-log.ts';
import type { Scene } from './scene.ts';
import { secretExists } from './simulated-registry.ts';
import { STOPS } from './task-stops.ts';

/** A task that runs once. Plain data: it is saved as it stands. */
export interface RunTaskState {
  readonly taskId: string;
  readonly clientToken: string;
  readonly job: string;
  readonly runId: string;
  readonly attempt: number;
  readonly image: string;
  readonly memoryMiB: number;
  readonly missingSecret?: string | undefined;
  status: 'PENDING' | 'RUNNING' | 'STOPPED';
  step: 'start' | 'end' | 'stop' | 'forget';
  dueMs: number;
  stoppedMs: number;
  stop?: { stopCode: string; stoppedReason: string; exitCode?: number };
}

/** What a task says of itself before it ends. */
export interface TaskReport {
  readonly job: string;
  readonly runId: string;
  readonly metrics: Readonly<Record<string, number>>;
}

/** From the decision to the running container: [from, to). */
const START_SEC = [30, 50] as const;

/** How long ECS tries to get an image or a secret before it gives the task up. */
const GIVE_UP_SEC = 40;

/** Between the signal to stop and the end of the container. Source: ECS default `stopTimeout`, 30 s. */
const STOP_SEC = 30;

/** How long a stopped task can be looked at. Source: ECS API, DescribeTasks: at least an hour. */
const FORGOTTEN_SEC = 3_600;

interface RunnerParts {
  readonly scene: Scene;
  readonly mutations: MutationLog;
  /** Brings the simulation up to the clock. */
  readonly catchUp: () => void;
}

/** RunTask of the simulated cluster: one task a client token, which ends as its image does. */
export class SimulatedTasks implements TaskRunner {
  readonly reports: TaskReport[] = [];
  private readonly tasks = new Map<string, RunTaskState>();
  private readonly byToken = new Map<string, string>();
  private soonestMs = NEVER;

  constructor(private readonly parts: RunnerParts) {}

  async run(task: RunTask): Promise<{ readonly taskId: string }> {
    this.parts.catchUp();
    const known = this.startedWith(task.clientToken);
    if (known !== undefined) return { taskId: known };
    const state = newTask(task, this.parts.scene);
    this.keep(state);
    this.soonestMs = Math.min(this.soonestMs, state.dueMs);
    const { image, memoryMiB, cpuUnits, clientToken } = task;
    this.log('RunTask', task, { image, cpuUnits, memoryMiB, startedBy: clientToken, taskId: state.taskId });
    return { taskId: state.taskId };
  }

  async find(clientToken: string): Promise<string | undefined> {
    return this.startedWith(clientToken);
  }

  async observe(taskIds: readonly string[]): Promise<readonly ObservedTask[]> {
    this.parts.catchUp();
    return taskIds.map((taskId) => {
      const task = this.tasks.get(taskId);
      return task ? observed(task) : { kind: 'missing', taskId };
    });
  }

  async stop(request: Parameters<TaskRunner['stop']>[0]): Promise<void> {
    this.parts.catchUp();
    const task = this.tasks.get(request.taskId);
    if (!task || task.status === 'STOPPED' || task.step === 'stop') return;
    task.stop = { stopCode: 'UserInitiated', stoppedReason: request.reason, exitCode: 143 };
    task.dueMs = this.parts.scene.nowMs + (task.status === 'RUNNING' ? STOP_SEC * MS.second : 0);
    task.step = 'stop';
    this.plan();
    this.log('StopTask', request, { taskId: task.taskId, reason: request.reason });
  }

  /** Epoch ms of the next thing that happens to any task. */
  nextDueMs(): number {
    return this.soonestMs;
  }

  /** Does everything that is due at the scene's instant. */
  runDue(): void {
    for (const task of this.tasks.values()) if (task.dueMs <= this.parts.scene.nowMs) this.step(task);
    this.plan();
  }

  /** Every task, as it stands. */
  save(): readonly RunTaskState[] {
    return [...this.tasks.values()];
  }

  /** Puts back what `save` gave. */
  load(tasks: readonly RunTaskState[]): void {
    this.tasks.clear();
    this.byToken.clear();
    for (const task of tasks) this.keep({ ...task });
    this.plan();
  }

  private startedWith(clientToken: string): string | undefined {
    return this.byToken.get(clientToken);
  }

  private keep(task: RunTaskState): void {
    this.tasks.set(task.taskId, task);
    this.byToken.set(task.clientToken, task.taskId);
  }

  private step(task: RunTaskState): void {
    if (task.step === 'start') this.start(task);
    else if (task.step === 'end') this.end(task);
    else if (task.step === 'stop') this.bury(task);
    else {
      this.tasks.delete(task.taskId);
      this.byToken.delete(task.clientToken);
    }
  }

  private start(task: RunTaskState): void {
    const failure = startFailureOf(task);
    if (failure) {
      this.bury(task, failure);
      return;
    }
    task.status = 'RUNNING';
    task.step = 'end';
    const { afterSec } = courseOf(behaviourOf(task.image).job ?? SHORT_BATCH, task);
    task.dueMs = Number.isFinite(afterSec) ? this.parts.scene.nowMs + afterSec * MS.second : NEVER;
    this.tell(task);
  }

  private end(task: RunTaskState): void {
    const job = behaviourOf(task.image).job ?? SHORT_BATCH;
    const { ends, code = 0 } = courseOf(job, task);
    if (ends === 'well' && job.end.kind === 'succeeds')
      this.reports.push({ job: task.job, runId: task.runId, metrics: job.end.metrics });
    const host = () => STOPS.hostGone(hexAt(this.parts.scene.seed, task.taskId, 17));
    this.bury(task, ends === 'oom' ? STOPS.outOfMemory() : ends === 'host' ? host() : STOPS.exited(code));
  }

  private bury(task: RunTaskState, stop = task.stop): void {
    task.status = 'STOPPED';
    task.step = 'forget';
    task.stoppedMs = this.parts.scene.nowMs;
    task.dueMs = this.parts.scene.nowMs + FORGOTTEN_SEC * MS.second;
    if (stop) task.stop = stop;
    this.tell(task);
  }

  private tell({ job }: RunTaskState): void {
    this.parts.scene.emit({ kind: 'run', service: job, at: new Date(this.parts.scene.nowMs).toISOString() });
  }

  private plan(): void {
    this.soonestMs = [...this.tasks.values()].reduce((least, { dueMs }) => Math.min(least, dueMs), NEVER);
  }

  private log(call: string, { job, cause }: Pick<RunTask, 'job' | 'cause'>, detail: object): void {
    this.parts.mutations.add({ call, service: job, cause, detail: { ...detail } });
  }
}

function newTask(task: RunTask, { nowMs, seed }: Scene): RunTaskState {
  const { clientToken, job, runId, attempt, image, memoryMiB } = task;
  const [from, to] = START_SEC;
  const failing = behaviourOf(image).startFailure === 'cannot-pull';
  const startSec = failing ? GIVE_UP_SEC : from + (to - from) * unitAt(seed, `run/${clientToken}`);
  return {
    taskId: hexAt(seed, `task/${clientToken}`, 32),
    clientToken,
    job,
    runId,
    attempt,
    image,
    memoryMiB,
    missingSecret: Object.values(task.secrets).find((arn) => !secretExists(arn)),
    status: 'PENDING',
    step: 'start',
    dueMs: nowMs + Math.round(startSec * MS.second),
    stoppedMs: NEVER,
  };
}

function startFailureOf({ image, missingSecret }: RunTaskState): RunTaskState['stop'] {
  const { startFailure } = behaviourOf(image);
  if (startFailure === 'cannot-pull') return STOPS.cannotPull(image);
  if (missingSecret !== undefined) return STOPS.secretMissing(missingSecret);
  return startFailure === 'exec-format' ? STOPS.execFormat() : undefined;
}

function observed({ taskId, job, status, stop, stoppedMs }: RunTaskState): ObservedTask {
  const logLink = `simulated://logs/hms/jobs/${job}/${taskId}`;
  const known = { kind: 'present', taskId, lastStatus: status, logLink } as const;
  return status === 'STOPPED' ? { ...known, ...stop, stoppedAt: new Date(stoppedMs).toISOString() } : known;
}
