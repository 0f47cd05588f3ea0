import type { PolicyVerdict } from './contract/change.ts';
import type { LiveMessage } from './contract/events.ts';
import type { Identity } from './contract/identity.ts';
import type { PriceTable } from './contract/money.ts';
import type { Alarm, AlarmKind, MetricName, MetricSeries } from './contract/monitoring.ts';
import type { ServiceSpec } from './contract/service-spec.ts';
import type { Cause, Compute } from './fleet/compute.ts';
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

/** Says whether a secret's ARN names something that tasks can read. Never its value. */
export interface Secrets {
  check(arn: string): Promise<'exists' | 'missing' | 'unknown'>;
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
  readonly policyVersion: string;
  verdict(facts: AdmissionFacts): Promise<PolicyVerdict>;
}

/** What policies judge a Change by. */
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
