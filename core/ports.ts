import type { PolicyVerdict } from './contract/change.ts';
import type { LiveMessage } from './contract/events.ts';
import type { Identity } from './contract/identity.ts';
import type { PriceTable } from './contract/money.ts';
import type { Alarm, AlarmKind, MetricName, MetricSeries } from './contract/monitoring.ts';
import type { StopCause } from './contract/service.ts';
import type { RevisionContent, ServiceSpec, Strategy } from './contract/service-spec.ts';
import type { AuditHead } from './store/records/audit.ts';
import type { Store } from './store/store.ts';

/** Reads the time. Nothing in core calls `Date.now()`; tests and the simulation own time. */
export interface Clock {
  now(): Date;
}

/** Makes ULIDs that grow: one made later sorts later, within one process even inside a millisecond. */
export interface Ids {
  next(): string;
}

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
      /** Who last set the desired count and the task definition, where the platform knows. */
      readonly setBy: { readonly desiredCount: string; readonly content: string };
      /** Healthy running tasks by content hash. */
      readonly healthyByContent: Readonly<Record<string, number>>;
      readonly deployment?: ObservedDeployment;
      /** Newest first, at most 20, of the last hour. */
      readonly stoppedTasks: readonly StoppedTask[];
    };

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
  /** Alarms that roll the deployment back while it is in flight. */
  readonly rollbackAlarms: readonly string[];
  readonly cause: Cause;
}

/**
 * The cluster that runs tasks: ECS on Fargate, or the simulated fleet. It owns rollouts; the product drives them.
 * Every method is absolute and idempotent, and throws OpsError `platform.unavailable` when it got no answer.
 */
export interface Compute {
  /** In the order of `names`; any number (the adapter batches). */
  observe(names: readonly string[]): Promise<readonly ObservedService[]>;
  /** Creates the service with its first task count. Idempotent on name and generation. */
  create(
    request: RollOut & { readonly desiredCount: number; readonly tags: Readonly<Record<string, string>> },
  ): Promise<void>;
  /** Makes `content` what runs. Never touches the desired count. A rollout of an older generation is refused. */
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
  /** What this platform can do; what it lacks is gated before, never after. */
  readonly features: { readonly pauseHooks: boolean; readonly stopDeployment: boolean };
}

/** Turns a stop reason of the platform into a cause in plain words. Pure; `core/fleet` has the one for ECS. */
export type ExplainStop = (task: StoppedTask) => Omit<StopCause, 'times'>;

/** Resolves an image tag to the digest that is approved. `unknown`: the registry does not let us ask. */
export interface ImageRegistry {
  resolve(
    image: string,
  ): Promise<
    | { readonly kind: 'resolved'; readonly image: string }
    | { readonly kind: 'missing' }
    | { readonly kind: 'unknown' }
  >;
}

/** Says whether a secret's ARN names something that tasks can read. Never its value. */
export interface Secrets {
  check(arn: string): Promise<'exists' | 'missing' | 'unknown'>;
}

export interface Metrics {
  /** Points of `metric` in `[from, to)`, oldest first; a period without data has no point. */
  read(request: {
    readonly service: string;
    readonly metrics: readonly MetricName[];
    readonly from: Date;
    readonly to: Date;
    readonly periodSec: number;
  }): Promise<readonly MetricSeries[]>;
}

/** What an alarm shall watch. */
export type AlarmRule = Pick<
  Alarm,
  'kind' | 'metric' | 'comparison' | 'threshold' | 'periodSec' | 'datapointsToAlarm' | 'evaluationPeriods'
>;

export interface Alarms {
  /** Makes these the alarms of the service: creates, updates, removes what is not named. Idempotent. */
  ensure(request: {
    readonly service: string;
    readonly rules: readonly AlarmRule[];
    readonly cause: Cause;
  }): Promise<void>;
  list(service: string): Promise<readonly Alarm[]>;
  /** The alarms that are in ALARM now, of all services. */
  listAlarming(): Promise<readonly { readonly service: string; readonly kind: AlarmKind }[]>;
}

/**
 * What the Governance Layer's policies say of a Change. `verdict` is about the facts alone; an answer that cannot be
 * had is `needs manual review`, never `approved`.
 */
export interface Admission {
  readonly policyVersion: string;
  verdict(facts: AdmissionFacts): Promise<PolicyVerdict>;
}

export interface AdmissionFacts {
  readonly kind: string;
  readonly program: string;
  readonly requestedBy: string;
  readonly spec: ServiceSpec | undefined;
  readonly ceilingAfterMicroUsd: number;
  readonly committedAfterMicroUsd: number;
}

/** Prices that money is counted with. */
export interface Prices {
  current(): PriceTable;
}

/** Tells open pages what changed. Best effort: a page that missed a message reads again when it reconnects. */
export interface Live {
  publish(message: LiveMessage): void;
}

/** Keeps the ends of all audit chains where who can alter the table cannot alter them. Append-only. */
export interface AuditAnchor {
  write(anchor: { readonly at: string; readonly heads: readonly AuditHead[] }): Promise<void>;
  latest(): Promise<{ readonly at: string; readonly heads: readonly AuditHead[] } | undefined>;
}

/** Verifies a bearer token. @throws OpsError `request.unauthenticated`. */
export interface Tokens {
  verify(token: string): Promise<Identity>;
}

/** Writes one JSON line per fact. `event` is a fixed dotted name, never a sentence. */
export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** The environment's own choices. */
export interface Settings {
  /** Part of alarm names: `hms/<environment>/<service>/<kind>`. */
  readonly environment: string;
  /** IANA zone in which "Friday 18:00" is meant. */
  readonly timeZone: string;
}

/** Everything the use cases may touch. A use case takes only the part it needs. */
export interface Ports {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  readonly compute: Compute;
  readonly images: ImageRegistry;
  readonly secrets: Secrets;
  readonly metrics: Metrics;
  readonly alarms: Alarms;
  readonly admission: Admission;
  readonly prices: Prices;
  readonly anchor: AuditAnchor;
  readonly log: Log;
  readonly settings: Settings;
}
