import { MetricName } from '../../../core/contract/monitoring.ts';
import { MS } from '../../../core/units.ts';
import { MetricRing } from './metric-ring.ts';

/** Minutes are kept for a day, means of 5 minutes for 15 days. CloudWatch keeps them 15 and 63 days. */
const MINUTES_KEPT = 24 * 60;
const COARSE_KEPT = 15 * 288;
const COARSE_MINUTES = 5;

/**
 * From the end of a minute until its values can be read. CloudWatch publishes ECS metrics each minute, and they are
 * there after about one more. Source: Amazon ECS developer guide, "Amazon ECS CloudWatch metrics" (a minute's period).
 */
const PUBLISH_DELAY_MS = MS.minute;

const NAMES = MetricName.options;

/** Everything measured of one service. Each value stands in its unit of `METRIC_UNITS`, whatever the period. */
export class MetricStore {
  private readonly minutes = new MetricRing(NAMES.length, MINUTES_KEPT);
  private readonly coarse = new MetricRing(NAMES.length, COARSE_KEPT);

  /** Writes what was measured in the minute that began at `startMs`. */
  write(startMs: number, values: Readonly<Record<MetricName, number>>): void {
    const slot = Math.floor(startMs / MS.minute);
    this.minutes.write(
      slot,
      NAMES.map((name) => values[name]),
    );
    if (slot % COARSE_MINUTES === COARSE_MINUTES - 1) this.writeCoarse(slot);
  }

  /**
   * Mean of `metric` over `[fromMs, toMs)` of what is published at `nowMs`; NaN where there is nothing. Whole minutes.
   * What is older than the minutes that are kept answers for periods of at least five minutes only.
   */
  mean(metric: MetricName, { fromMs, toMs, nowMs }: { fromMs: number; toMs: number; nowMs: number }): number {
    const column = NAMES.indexOf(metric);
    const from = Math.ceil(fromMs / MS.minute);
    const to = Math.min(Math.floor(toMs / MS.minute), publishedEnd(nowMs));
    if (from >= this.minutes.firstSlot) return this.minutes.mean(from, to, column);
    if (toMs - fromMs < COARSE_MINUTES * MS.minute) return Number.NaN;
    return this.coarse.mean(Math.floor(from / COARSE_MINUTES), Math.ceil(to / COARSE_MINUTES), column);
  }

  /** The means of the newest `periods` published periods of `periodMin` minutes, newest first; NaN where unknown. */
  newestFirst(
    metric: MetricName,
    at: { periods: number; periodMin: number; nowMs: number },
  ): readonly number[] {
    const column = NAMES.indexOf(metric);
    const end = publishedEnd(at.nowMs);
    const values: number[] = [];
    for (let age = 0; age < at.periods; age += 1) {
      const to = end - age * at.periodMin;
      values.push(this.minutes.mean(to - at.periodMin, to, column));
    }
    return values;
  }

  save() {
    return { minutes: this.minutes.save(), coarse: this.coarse.save() };
  }

  load(saved: ReturnType<MetricStore['save']>): void {
    this.minutes.load(saved.minutes);
    this.coarse.load(saved.coarse);
  }

  private writeCoarse(lastMinute: number): void {
    const from = lastMinute + 1 - COARSE_MINUTES;
    const means = NAMES.map((_, column) => this.minutes.mean(from, lastMinute + 1, column));
    this.coarse.write(Math.floor(lastMinute / COARSE_MINUTES), means);
  }
}

/** The first minute, counted since 1970, that is not published yet at `nowMs`. */
export function publishedEnd(nowMs: number): number {
  return Math.floor((nowMs - PUBLISH_DELAY_MS) / MS.minute);
}
