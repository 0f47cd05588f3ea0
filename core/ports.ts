import type { ChangeTarget, Intent, PolicyVerdict } from './contract/change.ts';
import type { LiveMessage } from './contract/events.ts';
import type { Actor, Identity } from './contract/identity.ts';
import type { JobSpec } from './contract/job.ts';
import type { PriceTable } from './contract/money.ts';
import type { Alarm, AlarmKind, MetricName, MetricSeries } from './contract/monitoring.ts';
import type { Replicas, ServiceSpec } from './contract/service-spec.ts';
import type { Cause, Compute } from './fleet/compute.ts';
import type { TaskRunner } from './jobs/task-runner.ts';
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

/** What is known of a secret's ARN; `unreadable`: it is there, but tasks of this environment may not read it. */
export type SecretState = 'exists' | 'missing' | 'unreadable' | 'unknown';

/** Says whether a secret's ARN names something that tasks can read. Never its value. */
export interface Secrets {
  check(arn: string): Promise<SecretState>;
}

/** Reads what services were measured to do. */
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

/** Keeps the alarms of services as they should be, and tells their states. */
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
  /** Stands in plans whose verdict names no version of its own. */
  readonly policyVersion: string;
  /** `version` names the versions that were asked, e.g. `job-training-grant@1`; `none` where none is in force. */
  verdict(facts: AdmissionFacts): Promise<PolicyVerdict & { readonly version?: string }>;
}

/** What policies judge a Change by. */
export interface AdmissionFacts {
  readonly kind: string;
  readonly program: string;
  readonly requestedBy: string;
  readonly spec: ServiceSpec | undefined;
  readonly ceilingAfterMicroUsd: number;
  readonly committedAfterMicroUsd: number;
  readonly target: ChangeTarget;
  readonly requesterKind: Actor['kind'];
  readonly ceilingDeltaMicroUsd: number;
  /** The bounds the service would have; a time-boxed raise leaves those of its spec alone. */
  readonly bounds: Replicas | undefined;
  readonly intent: Intent;
}

/** One question to the policy engine, in the words of `core/policy/admission-schema.ts`. */
export interface AdmissionRequest {
  readonly action: string;
  readonly principal: { readonly id: string; readonly kind: string };
  readonly resource: { readonly type: string; readonly id: string; readonly program: string };
  readonly context: Readonly<Record<string, string | number>>;
}

/** What one policy text says of one question. `groups` is who must review it where review is needed. */
export interface EngineVerdict {
  readonly status: PolicyVerdict['status'];
  readonly clause?: string | undefined;
  readonly groups: readonly string[];
  readonly obligations: readonly string[];
}

/** Judges Changes by policy texts. What cannot be evaluated is `needs manual review`, never `approved`. */
export interface PolicyEngine {
  /** What is wrong with a text, in plain words; empty when it parses and fits the schema. Never throws. */
  validate(admission: string): Promise<readonly string[]>;
  decide(admission: string, request: AdmissionRequest): Promise<EngineVerdict>;
}

/** The Governance Layer's public keys. */
export interface GovernanceKeys {
  /** Whether `signature` (Ed25519, base64url) over the UTF-8 of `text` was made with the key named `keyId`. */
  check(signed: {
    readonly keyId: string;
    readonly text: string;
    readonly signature: string;
  }): Promise<'good' | 'bad' | 'unknown key'>;
}

/** A file of a bundle, by its path inside it. */
export interface BundleFile {
  readonly name: string;
  readonly text: string;
}

/** Makes what running tasks download: a gzipped tar with the files and, in `.signatures.json`, who vouches for them. */
export interface BundlePacker {
  pack(files: readonly BundleFile[]): Promise<Uint8Array<ArrayBuffer>>;
}

/** What policies are judged, believed and sent out with. */
export interface PolicyTools {
  readonly engine: PolicyEngine;
  readonly keys: GovernanceKeys;
  readonly packer: BundlePacker;
}

/** Prices that money is counted with. */
export interface Prices {
  current(): PriceTable;
}

/** A forecast of a few steps; each list has one value a step. `lower` and `upper` hold the share asked for between them. */
export interface Forecast {
  readonly point: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** Forecasts a series by a statistical model with a season and a trend. */
export interface Forecaster {
  /** Undefined where the model does not fit: too short, or nothing in it that varies. Never throws for bad numbers. */
  forecast(
    series: Float64Array,
    wish: { readonly season: number; readonly horizon: number; readonly level: number },
  ): Promise<Forecast | undefined>;
}

/** Work of the product's own that runs as a job. What it returns is the run's metrics; it must bear being repeated. */
export type BuiltinWork = (
  ports: Ports,
  run: { readonly runId: string; readonly correlationId: string },
) => Promise<Readonly<Record<string, number>>>;

/** The work behind each builtin; a run of one that has none fails and says so. */
export type Builtins = Readonly<Partial<Record<NonNullable<JobSpec['builtin']>, BuiltinWork>>>;

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
  readonly tasks: TaskRunner;
  /** What this process works on itself; none where builtins run as tasks. */
  readonly builtins?: Builtins;
  readonly images: ImageRegistry;
  readonly secrets: Secrets;
  readonly metrics: Metrics;
  readonly alarms: Alarms;
  readonly admission: Admission;
  readonly policies: PolicyTools;
  readonly prices: Prices;
  readonly forecaster: Forecaster;
  readonly anchor: AuditAnchor;
  readonly log: Log;
  readonly settings: Settings;
}
