import { formatPercent, plural } from '../format.ts';
import { LATENCY_STEPS, type Targets, TOLERANCE } from './headroom.ts';
import type { ScalingSituation } from './scaling-situation.ts';
import type { MetricWant, ScalingMetric } from './want-per-metric.ts';

const WORDS: Readonly<Record<ScalingMetric, string>> = {
  cpu: 'CPU',
  memory: 'memory',
  p95Ms: 'p95 response time',
};

/** The metric that asks for most; of equals the first of CPU, memory, latency. */
export function leadingWant(wants: readonly MetricWant[]): MetricWant | undefined {
  return wants.reduce<MetricWant | undefined>(
    (lead, want) => (lead === undefined || want.want > lead.want ? want : lead),
    undefined,
  );
}

/** Why so many tasks are needed: `CPU 88 % at 2 tasks, target 60 %, needs 3 tasks`. */
export function explainNeed(situation: ScalingSituation): string {
  const lead = leadingWant(situation.wants);
  if (lead === undefined) return 'nothing is known of the load';
  return `${valueInWords(lead)} at ${plural(situation.seen.desired, 'task')}, ${targetInWords(lead.metric, situation.rule.targets)}, needs ${plural(lead.want, 'task')}`;
}

/** Every metric with its value: `CPU 62 %, memory unknown`. */
export function explainSeen({ wants }: ScalingSituation): string {
  return wants.map(valueInWords).join(', ');
}

/** What would make the service grow: `CPU above 66 %, memory above 88 % or p95 response time above 600 ms`. */
export function outEdge({ rule: { targets } }: ScalingSituation): string {
  const cpu = formatPercent(targets.cpu * (1 + TOLERANCE));
  const memory = formatPercent(targets.memory * (1 + TOLERANCE));
  const latency = Math.round(targets.p95Ms * LATENCY_STEPS.quarterMore);
  return `CPU above ${cpu}, memory above ${memory} or p95 response time above ${latency} ms`;
}

/** What would make it shrink: `CPU at or below 45 % and memory at or below 60 %`. */
export function inEdge({ rule: { targets }, seen: { desired } }: ScalingSituation): string {
  const share = Math.min(1 - TOLERANCE, Math.max(0, desired - 1) / Math.max(1, desired));
  return `CPU at or below ${formatPercent(targets.cpu * share)} and memory at or below ${formatPercent(targets.memory * share)}`;
}

function valueInWords(want: MetricWant): string {
  if (want.kind === 'unknown') return `${WORDS[want.metric]} unknown`;
  if (want.metric === 'p95Ms') return `${WORDS.p95Ms} ${Math.round(want.value)} ms`;
  return `${WORDS[want.metric]} ${formatPercent(want.value)}`;
}

function targetInWords(metric: ScalingMetric, targets: Targets): string {
  return metric === 'p95Ms' ? `objective ${targets.p95Ms} ms` : `target ${formatPercent(targets[metric])}`;
}
