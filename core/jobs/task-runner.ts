import type { Cause } from '../fleet/compute.ts';

/** A task of a job's run as the platform reports it. `missing`: it knows no such task, or forgot it. */
export type ObservedTask =
  | { readonly kind: 'missing'; readonly taskId: string }
  | {
      readonly kind: 'present';
      readonly taskId: string;
      readonly lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED';
      readonly stoppedAt?: string | undefined;
      /** As in the ECS task state change event. */
      readonly stopCode?: string | undefined;
      readonly stoppedReason?: string | undefined;
      readonly exitCode?: number | undefined;
      readonly logLink?: string | undefined;
      /** What a builtin measured of its own work; image tasks report theirs by themselves. */
      readonly metrics?: Readonly<Record<string, number>> | undefined;
    };

/** What a task of a job's run shall be. */
export interface RunTask {
  /** `runId#attempt`: the same token is the same task, however often it is asked for. */
  readonly clientToken: string;
  readonly job: string;
  readonly runId: string;
  readonly attempt: number;
  /** The product's own work instead of an image; only where `runsBuiltins` says so. */
  readonly builtin?: string | undefined;
  readonly image: string;
  readonly command: readonly string[];
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly cause: Cause;
}

/**
 * Runs tasks that end by themselves: ECS RunTask, or the simulated fleet. Every method is idempotent and throws
 * OpsError `platform.unavailable` when it got no answer or there was no room.
 */
export interface TaskRunner {
  /** Whether builtins run as tasks here. Where not, the worker that starts one does its work itself. */
  readonly runsBuiltins?: boolean;
  run(task: RunTask): Promise<{ readonly taskId: string }>;
  /**
   * The task that was started with this token, if one was; lets a task be found whose start was not recorded. A platform may
   * not find one that has ended: `run` answers with it.
   */
  find(clientToken: string): Promise<string | undefined>;
  /** In the order of `taskIds`; any number (the adapter batches). */
  observe(taskIds: readonly string[]): Promise<readonly ObservedTask[]>;
  /** Asks a task to end; one that has ended, or is not known, needs nothing. */
  stop(request: {
    readonly taskId: string;
    readonly job: string;
    readonly reason: string;
    readonly cause: Cause;
  }): Promise<void>;
}
