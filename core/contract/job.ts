import * as z from 'zod';
import { Instant, MicroUsd, Name, PageQuery, Remark, Ulid } from './primitives.ts';
import { ImageReference, SecretArn } from './service-spec.ts';
import { isLegalTaskSize, legalSizeHint } from './task-size.ts';

/** Jobs whose work is the product's own instead of a container's. */
export const Builtin = z.enum(['optimize-resources']);

/**
 * When a job runs: a five-field cron expression, `rate(15 minutes)`, `at(2026-12-01T02:00:00)` for once, or `manual`.
 * Cron and `at` are meant in the job's time zone. Source of the forms: Amazon EventBridge Scheduler, schedule types.
 */
export const ScheduleExpression = z.string().trim().min(1).max(100);

/** What may be tried again: a cause of failure. Infrastructure failures do not use up the attempts for the others. */
export const RetryCause = z.enum(['infra', 'error', 'oom', 'timeout']);
export type RetryCause = z.infer<typeof RetryCause>;

/** A check on a metric that the job reported; the run succeeds only when all hold. */
export const SuccessCheck = z
  .strictObject({
    metric: z.string().regex(/^[a-zA-Z][\w.-]{0,63}$/),
    op: z.enum(['<', '<=', '==', '>=', '>']),
    value: z.number(),
  })
  .readonly();

const EnvName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'use letters, digits and underscores');

/** What a job shall be. `name` and `schedule` are required, and an `image` unless its name is a builtin's. */
export const JobSpec = z
  .strictObject({
    name: Name,
    schedule: ScheduleExpression,
    timeZone: z.string().max(64).default('UTC'),
    image: ImageReference.optional(),
    builtin: Builtin.optional(),
    command: z.array(z.string().max(1_024)).max(50).default([]).readonly(),
    cpuUnits: z.int().min(256).max(16_384).default(256),
    memoryMiB: z.int().min(512).max(122_880).default(512),
    environment: z.record(EnvName, z.string().max(4_096)).default({}).readonly(),
    secrets: z.record(EnvName, SecretArn).default({}).readonly(),
    concurrencyPolicy: z.enum(['Forbid', 'Allow', 'Replace']).default('Forbid'),
    /** A tick that could not be started within so many seconds is MISSED. */
    startingDeadlineSec: z
      .int()
      .min(60)
      .max(7 * 86_400)
      .default(3_600),
    /** What happens to ticks that passed while nothing ran: at most 30 are started. */
    catchUp: z.enum(['none', 'latest', 'all']).default('latest'),
    suspend: z.boolean().default(false),
    timeoutSec: z.int().min(60).max(86_400).default(3_600),
    retries: z
      .strictObject({
        max: z.int().min(0).max(10).default(2),
        backoffSec: z.int().min(1).max(3_600).default(30),
        on: z.array(RetryCause).default(['infra', 'error', 'oom']).readonly(),
      })
      .prefault({})
      .readonly(),
    /** How many finished runs are kept. */
    history: z.int().min(1).max(1_000).default(100),
    /** Most it may cost a calendar month, in US dollars, compute only. Absent: the program's budget alone. */
    budgetMonthlyUsd: z.number().min(0).max(1_000_000).optional(),
    successWhen: z.array(SuccessCheck).max(20).default([]).readonly(),
    /** A service the job works on; it cannot retire while the job lives. */
    targetService: Name.optional(),
    program: Name.default('default'),
    owner: z.string().max(100).default('unowned'),
  })
  .superRefine((spec, context) => {
    if (!isLegalTaskSize(spec))
      context.addIssue({ code: 'custom', path: ['memoryMiB'], message: legalSizeHint(spec) });
  })
  .readonly()
  .meta({ id: 'JobSpec' });
export type JobSpec = z.infer<typeof JobSpec>;
/** A spec as it is sent: what has a default may be left out. */
export type JobSpecInput = z.input<typeof JobSpec>;

/** Where a job stands; a suspended one shows its ticks as SKIPPED_SUSPENDED. */
export const JobStatus = z.enum(['ACTIVE', 'SUSPENDED', 'RETIRED']);

/** A job as it is recorded. `decidedUpTo`: every tick up to this instant has been decided on, started or not. */
export const Job = z
  .object({
    name: Name,
    program: Name,
    spec: JobSpec,
    status: JobStatus,
    decidedUpTo: Instant,
    /** Counts its specs: 1 for the first. */
    revision: z.int().min(1),
    /** Runs that are not over, in the order in which they were decided; one that may not overlap waits its turn. */
    openRunIds: z.array(z.string()).readonly(),
    /** How the run that ended last went. */
    lastEnded: z
      .object({ runId: z.string(), tick: z.string(), status: z.string(), reason: z.string(), at: Instant })
      .readonly()
      .optional(),
    /** What finished runs of this calendar month (`YYYY-MM`, UTC) cost. */
    spent: z.object({ month: z.string(), microUsd: MicroUsd }).readonly(),
    lastChangeId: Ulid,
    createdAt: Instant,
    updatedAt: Instant,
    version: z.int(),
  })
  .readonly()
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;

/** Where a run stands. From SUCCEEDED on they are ends; the last five never began. */
export const RunStatus = z.enum([
  'SCHEDULED',
  'STARTING',
  'RUNNING',
  'RETRY_WAIT',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'CANCELLED',
  'LOST',
  'SKIPPED_OVERLAP',
  'MISSED',
  'BLOCKED_BUDGET',
  'BLOCKED_POLICY',
  'SKIPPED_SUSPENDED',
]);
export type RunStatus = z.infer<typeof RunStatus>;

/** One try at a run. `taskId` is the platform's; the client token it was started with is `runId#number`. */
export const Attempt = z
  .object({
    number: z.int().min(1),
    taskId: z.string().optional(),
    cpuUnits: z.int(),
    memoryMiB: z.int(),
    startedAt: Instant,
    endedAt: Instant.optional(),
    exitCode: z.int().optional(),
    stopReason: z.string().optional(),
    cause: RetryCause.optional(),
    costMicroUsd: MicroUsd,
    logLink: z.string().optional(),
  })
  .readonly();
export type Attempt = z.infer<typeof Attempt>;

/** A run of a job. Its id is the hash of job, local wall-clock tick and zone, so one tick has one run. */
export const JobRun = z
  .object({
    id: z.string(),
    job: Name,
    /** The tick on the job's own clock, e.g. `2026-11-01T02:00`; a unique word for runs that people start. */
    tick: z.string(),
    timeZone: z.string(),
    trigger: z.enum(['schedule', 'catch-up', 'manual', 'backfill']),
    startedBy: z.string(),
    scheduledAt: Instant,
    status: RunStatus,
    statusReason: z.string(),
    /** What a change of the clocks did to its tick. */
    note: z.string().optional(),
    attempts: z.array(Attempt).readonly(),
    retryAt: Instant.optional(),
    metrics: z.record(z.string(), z.number()).readonly(),
    startedAt: Instant.optional(),
    endedAt: Instant.optional(),
    durationSec: z.number().optional(),
    costMicroUsd: MicroUsd,
    version: z.int(),
  })
  .readonly()
  .meta({ id: 'JobRun' });
export type JobRun = z.infer<typeof JobRun>;

/** A time a job fires: what its clock shows then, and in UTC. `note`: what a clock change does to it. */
export const FireTime = z
  .object({ local: z.string(), timeZone: z.string(), utc: Instant, note: z.string().optional() })
  .readonly();

/** A job as a person reads it. */
export const JobView = z
  .object({
    ...Job.unwrap().shape,
    /** The next five times it fires, on its own clock and in UTC. */
    nextFires: z.array(FireTime).readonly(),
    /** The last 30 runs, newest first. */
    recentRuns: z.array(JobRun).readonly(),
    late: z.boolean(),
    spentThisMonthMicroUsd: MicroUsd,
    refused: z.record(z.string(), z.string()).readonly(),
  })
  .readonly()
  .meta({ id: 'JobView' });
export type JobView = z.infer<typeof JobView>;

/** `POST /jobs/{name}/runs`: run now, or backfill the tick of a past local time such as `2026-11-01T02:00`. */
export const RunRequest = z
  .strictObject({
    backfillTick: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'use a local time such as 2026-11-01T02:00')
      .optional(),
    reason: Remark.default('started by request'),
  })
  .readonly()
  .meta({ id: 'RunRequest' });

/** `POST /jobs/{name}/runs/{id}/metrics`: what the job reports of itself; the newest value of a name counts. */
export const RunMetrics = z
  .strictObject({ metrics: z.record(z.string().regex(/^[a-zA-Z][\w.-]{0,63}$/), z.number()).readonly() })
  .readonly()
  .meta({ id: 'RunMetrics' });

/** `GET /jobs`: `retired=include` lists the retired ones behind those that live. */
export const JobQuery = z.strictObject({
  ...PageQuery.shape,
  retired: z.enum(['include', 'exclude']).default('exclude'),
});
