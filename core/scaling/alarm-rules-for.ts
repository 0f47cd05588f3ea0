import type { Service } from '../contract/service.ts';
import type { AlarmRule } from '../ports.ts';
import { fixedHeadroom, type Headroom } from './headroom.ts';

const MINUTE_SEC = 60;

/** Three minutes of three. Source: as target tracking's high alarm is reported to be (check). */
const QUICK = { periodSec: MINUTE_SEC, datapointsToAlarm: 3, evaluationPeriods: 3 } as const;

/** Fifteen minutes of fifteen, so that a lull takes nothing away. As target tracking's low alarm (check). */
const SLOW = { periodSec: MINUTE_SEC, datapointsToAlarm: 15, evaluationPeriods: 15 } as const;

/** Three minutes of five: failures come in bursts, and one minute of them is no trend. */
const BURSTS = { periodSec: MINUTE_SEC, datapointsToAlarm: 3, evaluationPeriods: 5 } as const;

/**
 * Restarts a minute, as the average of ten, between two and three in ten minutes: three are a crash loop (spec,
 * monitoring and scaling). A rate, so that it means the same whatever the period.
 */
const CRASH_LOOP = {
  periodSec: 10 * MINUTE_SEC,
  datapointsToAlarm: 1,
  evaluationPeriods: 1,
  threshold: 0.25,
} as const;

/**
 * The alarms of a service, one of each kind. They depend on its targets and its bounds, so they are ensured anew when
 * either changes. Metrics are averages a period; counts are a minute.
 *
 * | kind       | in ALARM when                                                                            |
 * |------------|------------------------------------------------------------------------------------------|
 * | cpu-high   | CPU above its target and the tolerance, 3 of 3 min                                        |
 * | cpu-low    | CPU so low that one task fewer would hold it, 15 of 15 min                                |
 * | memory-high| memory above its target and the tolerance, 3 of 3 min                                     |
 * | p95-high   | p95 response time above 1.2 times the objective, 3 of 3 min                               |
 * | 5xx-high   | more than 10 answers of 5xx a minute, 3 of 5 min (a count: one metric, no arithmetic)      |
 * | below-min  | fewer tasks running than the approved minimum, 3 of 3 min                                 |
 * | crash-loop | 3 or more restarts in 10 min                                                              |
 */
export function alarmRulesFor(
  service: Pick<Service, 'spec' | 'bounds'>,
  headroom: Headroom = fixedHeadroom,
): readonly AlarmRule[] {
  const { alarms } = headroom.targets(service);
  return [
    { kind: 'cpu-high', metric: 'cpu', comparison: 'above', threshold: alarms.cpuHigh, ...QUICK },
    { kind: 'cpu-low', metric: 'cpu', comparison: 'below', threshold: alarms.cpuLow, ...SLOW },
    { kind: 'memory-high', metric: 'memory', comparison: 'above', threshold: alarms.memoryHigh, ...QUICK },
    { kind: 'p95-high', metric: 'p95Ms', comparison: 'above', threshold: alarms.p95HighMs, ...QUICK },
    {
      kind: '5xx-high',
      metric: 'errors5xx',
      comparison: 'above',
      threshold: alarms.errors5xxPerMinute,
      ...BURSTS,
    },
    { kind: 'below-min', metric: 'running', comparison: 'below', threshold: service.bounds.min, ...QUICK },
    { kind: 'crash-loop', metric: 'restarts', comparison: 'above', ...CRASH_LOOP },
  ];
}
