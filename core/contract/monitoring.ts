import * as z from 'zod';
import { Instant, Name } from './primitives.ts';

/** What an alarm watches. */
export const AlarmKind = z.enum([
  'cpu-high',
  'cpu-low',
  'memory-high',
  'p95-high',
  '5xx-high',
  'below-min',
  'crash-loop',
]);
export type AlarmKind = z.infer<typeof AlarmKind>;

/** What an alarm says, in the words of CloudWatch. */
export const AlarmState = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);
export type AlarmState = z.infer<typeof AlarmState>;

/** What is measured of a service. Ratios are 0..1, latencies ms, requests, 5xx and restarts counts a minute. */
export const MetricName = z.enum([
  'cpu',
  'memory',
  'p50Ms',
  'p95Ms',
  'requests',
  'errors5xx',
  'running',
  'pending',
  'desired',
  'restarts',
]);
export type MetricName = z.infer<typeof MetricName>;

/** One value at the start of its period. */
export const MetricPoint = z.object({ at: Instant, value: z.number() }).readonly();
export type MetricPoint = z.infer<typeof MetricPoint>;

/** Points oldest first. A minute without a point is unknown, never zero. */
export const MetricSeries = z
  .object({
    service: Name,
    metric: MetricName,
    unit: z.string(),
    periodSec: z.int(),
    points: z.array(MetricPoint).readonly(),
  })
  .readonly()
  .meta({ id: 'MetricSeries' });
export type MetricSeries = z.infer<typeof MetricSeries>;

/** The unit of each metric. */
export const METRIC_UNITS: Readonly<Record<MetricName, string>> = {
  cpu: 'ratio 0..1 of the reserved CPU',
  memory: 'ratio 0..1 of the reserved memory',
  p50Ms: 'milliseconds',
  p95Ms: 'milliseconds',
  requests: 'requests per minute',
  errors5xx: '5xx answers per minute',
  running: 'tasks',
  pending: 'tasks',
  desired: 'tasks',
  restarts: 'task restarts per minute',
};

/** How a service is doing: the worst of its parts. `no data` is a state of its own, never green. */
export const HealthState = z.enum(['ok', 'warning', 'critical', 'no data']);
export type HealthState = z.infer<typeof HealthState>;

/** How a service is doing in each respect, and what makes it so. */
export const Health = z
  .object({
    state: HealthState,
    because: z.string(),
    parts: z
      .object({
        availability: HealthState,
        errors: HealthState,
        latency: HealthState,
        saturation: HealthState,
        crashLoop: HealthState,
      })
      .readonly(),
  })
  .readonly();
export type Health = z.infer<typeof Health>;

/** An alarm of a service, named `hms/<env>/<service>/<kind>`. */
export const Alarm = z
  .object({
    name: z.string(),
    service: Name,
    kind: AlarmKind,
    metric: MetricName,
    comparison: z.enum(['above', 'below']),
    threshold: z.number(),
    periodSec: z.int(),
    datapointsToAlarm: z.int(),
    evaluationPeriods: z.int(),
    state: AlarmState,
    stateSince: Instant,
  })
  .readonly()
  .meta({ id: 'Alarm' });
export type Alarm = z.infer<typeof Alarm>;

/** `GET /metrics`: one metric of up to 50 services over the last `minutes`. */
export const MetricsQuery = z.strictObject({
  services: z
    .string()
    .max(2_100)
    .transform((text) => text.split(','))
    .pipe(z.array(Name).min(1).max(50)),
  metric: MetricName.default('cpu'),
  minutes: z.coerce.number().int().min(5).max(1_440).default(60),
});

/** `GET /services/{name}/metrics`: every metric, or those named, over the last `minutes`. */
export const ServiceMetricsQuery = z.strictObject({
  minutes: z.coerce.number().int().min(5).max(20_160).default(180),
  metrics: z
    .string()
    .max(200)
    .transform((text) => text.split(','))
    .pipe(z.array(MetricName).min(1))
    .optional(),
});
