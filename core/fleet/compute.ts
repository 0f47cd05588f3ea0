import type { RevisionContent, Strategy } from '../contract/service-spec.ts';

/** Every call that alters the platform says which Change or decision it carries out. */
export interface Cause {
  readonly actor: string;
  readonly changeId?: string | undefined;
  readonly decisionId?: string | undefined;
}

/** A rollout as the platform reports it. Statuses: ECS `ServiceDeployment` statuses. */
export interface ObservedDeployment {
  readonly id: string;
  readonly status:
    | 'PENDING'
    | 'IN_PROGRESS'
    | 'SUCCESSFUL'
    | 'STOPPED'
    | 'STOP_REQUESTED'
    | 'ROLLBACK_REQUESTED'
    | 'ROLLBACK_IN_PROGRESS'
    | 'ROLLBACK_SUCCESSFUL'
    | 'ROLLBACK_FAILED';
  readonly statusReason: string;
  /** ECS lifecycle stage, e.g. `SCALE_UP`, `PRODUCTION_TRAFFIC_SHIFT`, `BAKE_TIME`; empty for rolling. */
  readonly stage: string;
  readonly targetContentHash: string;
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly failedTasks: number;
  /** Tasks of the target revision that run and are healthy. */
  readonly healthyTasks: number;
  /** Set while the rollout waits at a PAUSE hook. */
  readonly pausedHookId?: string;
}

/** A task that stopped lately. Fields as in the ECS task state change event. */
export interface StoppedTask {
  readonly id: string;
  readonly contentHash: string;
  readonly stoppedAt: string;
  readonly stopCode: string;
  readonly stoppedReason: string;
  readonly exitCode?: number | undefined;
}

/** A task that runs now. */
export interface RunningTask {
  readonly service: string;
  readonly id: string;
  readonly startedAt: string;
}

/** What the platform runs under a name, now. `MISSING`: it knows no such service, or only a deleted one. */
export type ObservedService =
  | { readonly kind: 'missing'; readonly name: string }
  | {
      readonly kind: 'present';
      readonly name: string;
      readonly status: 'ACTIVE' | 'DRAINING';
      /** The tag `hms:generation`; 0 where there is none. */
      readonly generation: number;
      readonly desiredCount: number;
      readonly runningCount: number;
      readonly pendingCount: number;
      /** What the service is set to run (its task definition), read back from the platform. */
      readonly contentHash: string;
      readonly content: RevisionContent;
      /** Who last set the desired count and the task definition; empty where the platform does not tell at once. */
      readonly setBy: { readonly desiredCount: string; readonly content: string };
      /** Healthy running tasks by content hash. */
      readonly healthyByContent: Readonly<Record<string, number>>;
      readonly deployment?: ObservedDeployment;
      /** Newest first, at most 20, of the last hour. */
      readonly stoppedTasks: readonly StoppedTask[];
    };

/** The wish that `content` runs, with what guards its rollout. */
export interface RollOut {
  readonly service: string;
  readonly generation: number;
  readonly content: RevisionContent;
  readonly contentHash: string;
  readonly strategy: Strategy;
  readonly circuitBreaker: {
    readonly thresholdType: 'COUNT' | 'BOUNDED_PERCENT';
    readonly threshold: number;
    readonly resetOnHealthyTask: false;
  };
  /** Starts a rollout even where `content` is what the service is set to run: the last one of it failed. */
  readonly force?: boolean;
  /** Alarms that roll the deployment back while it is in flight. */
  readonly rollbackAlarms: readonly string[];
  readonly cause: Cause;
}

/**
 * The cluster that runs tasks: ECS on Fargate, or the simulated fleet. It owns rollouts; the product drives them.
 * Every method is absolute and idempotent, and throws OpsError `platform.unavailable` when it got no answer.
 */
export interface Compute {
  /**
   * In the order of `names`; any number (the adapter batches). Of several, those that the platform did not answer for in
   * time are left out.
   */
  observe(names: readonly string[]): Promise<readonly ObservedService[]>;
  /** Creates the service with its first task count. Idempotent on name and generation. */
  create(
    request: RollOut & { readonly desiredCount: number; readonly tags: Readonly<Record<string, string>> },
  ): Promise<void>;
  /**
   * Makes `content` what runs. Never touches the desired count. A rollout of an older generation is refused.
   * Where `content` is what the service is set to run already, only the tag `hms:generation` follows and no task
   * moves, unless `force` is set.
   */
  rollOut(request: RollOut): Promise<void>;
  setDesiredCount(request: {
    readonly service: string;
    readonly desiredCount: number;
    readonly cause: Cause;
  }): Promise<void>;
  /** Lets a paused rollout go on. */
  continueDeployment(request: {
    readonly service: string;
    readonly deploymentId: string;
    readonly hookId: string;
    readonly cause: Cause;
  }): Promise<void>;
  /** Stops the rollout in flight and rolls it back. */
  stopDeployment(request: {
    readonly service: string;
    readonly deploymentId: string;
    readonly cause: Cause;
  }): Promise<void>;
  /** Removes a service that was scaled to 0. */
  remove(request: { readonly service: string; readonly cause: Cause }): Promise<void>;
  /**
   * Who set the desired count to this, where it costs a question of its own; empty when even that tells nothing, or not
   * yet.
   */
  whoSetCount?(service: string, desiredCount: number): Promise<string>;
  /** The tasks of these services that run now. */
  listTasks(services: readonly string[]): Promise<readonly RunningTask[]>;
  /** Whether this task is one of the service, on its way up included, where that is known without listing. */
  isTaskOf?(task: { readonly service: string; readonly taskId: string }): Promise<boolean>;
  /** What this platform can do; what it lacks is gated before, never after. */
  readonly features: { readonly pauseHooks: boolean; readonly stopDeployment: boolean };
}
