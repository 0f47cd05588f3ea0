import type { MetricName, MetricPoint, MetricSeries } from '../contract/monitoring.ts';
import type { Service } from '../contract/service.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { MS, secondsBetween } from '../units.ts';
import type { Load } from './want-per-metric.ts';

/** Points older than this say nothing of now. */
const WINDOW_MS = 5 * MS.minute;

const PERIOD_SEC = 60;

/** The newest points that are averaged: as many as it takes to raise an alarm. */
const POINTS = 3;

/** After so long a latency counts although tasks still start: what was added will not come. */
const START_GRACE_SEC = 300;

const NEEDED: readonly MetricName[] = ['cpu', 'memory', 'p95Ms', 'running'];

type Counted = Pick<Service, 'name' | 'desiredCount' | 'scaling'>;

/**
 * The load of a service: the average of the newest three published minutes of the last five, a metric without any
 * absent. Metrics that cannot be had are absent too.
 * @see loadFrom for how minutes with another task count are read
 */
export async function readLoad(
  { clock, metrics, log }: Pick<Ports, 'clock' | 'metrics' | 'log'>,
  service: Counted,
): Promise<Load> {
  const to = clock.now();
  const from = new Date(to.getTime() - WINDOW_MS);
  try {
    const series = await metrics.read({
      service: service.name,
      metrics: NEEDED,
      from,
      to,
      periodSec: PERIOD_SEC,
    });
    return loadFrom(series, service);
  } catch (error) {
    if (!OpsError.is(error, 'platform.unavailable')) throw error;
    log.warn('scaling.metrics-unavailable', { service: service.name });
    return {};
  }
}

/**
 * The load as the desired number of tasks carries it. Pure. A minute in which another number ran is restated, so
 * that what was measured before a scale-out is not taken for a need beyond it; a latency of such a minute is left
 * out, because it says nothing of the tasks that are starting.
 *
 * | minute                    | desired | CPU as read |
 * |---------------------------|---------|-------------|
 * | CPU 0.88, 2 tasks running | 2       | 0.88        |
 * | CPU 0.88, 2 tasks running | 3       | 0.587       |
 * | CPU 0.30, 4 tasks running | 3       | 0.40        |
 */
export function loadFrom(series: readonly MetricSeries[], service: Counted): Load {
  const pointsOf = (metric: MetricName) => series.find((one) => one.metric === metric)?.points ?? [];
  const running = new Map(pointsOf('running').map(({ at, value }) => [at, value]));
  const restated = ({ at, value }: MetricPoint) =>
    value * shareCarried(running.get(at), service.desiredCount);
  return {
    cpu: average(pointsOf('cpu').slice(-POINTS).map(restated)),
    memory: average(pointsOf('memory').slice(-POINTS).map(restated)),
    p95Ms: average(
      pointsOf('p95Ms')
        .slice(-POINTS)
        .filter(({ at }) => isSettled(service, at, running.get(at)))
        .map(({ value }) => value),
    ),
  };
}

function shareCarried(running: number | undefined, desired: number): number {
  return running !== undefined && running > 0 && desired > 0 ? running / desired : 1;
}

function isSettled({ desiredCount, scaling }: Counted, at: string, running: number | undefined): boolean {
  if (running === undefined || running >= desiredCount) return true;
  return scaling.lastOutAt === undefined || secondsBetween(scaling.lastOutAt, at) >= START_GRACE_SEC;
}

function average(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}
