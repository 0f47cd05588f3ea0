import SegmentedControl from '@cloudscape-design/components/segmented-control';
import { useState } from 'react';
import type { MetricSeries } from '../../../core/contract/monitoring.ts';
import type { Proposal } from '../../../core/contract/proposal.ts';
import { useMetrics } from '../../api/metrics.ts';
import { useNow } from '../../api/virtual-clock.ts';
import { TimeChart } from '../../ui/TimeChart.tsx';

type Shown = 'memory' | 'cpu';

const TABS = [
  { id: 'memory', text: 'Memory' },
  { id: 'cpu', text: 'CPU' },
];
const DAY_MIN = 24 * 60;
/** As much as the API answers; source: `ServiceMetricsQuery`. */
const LONGEST_MIN = 14 * DAY_MIN;
const MOST_POINTS = 300;

/** What a task of the service used before the proposal, with the size it has and the size it would have. */
export function SizeChart({ proposal }: { readonly proposal: Proposal }) {
  const { service, before, after, at } = proposal;
  const [shown, show] = useState<Shown>(before.memoryMiB === after.memoryMiB ? 'cpu' : 'memory');
  const sinceMin = Math.ceil((useNow(60_000) - Date.parse(at)) / 60_000);
  const minutes = Math.max(60, Math.min(LONGEST_MIN, Math.max(0, sinceMin) + spanMin(proposal)));
  const measured = useMetrics(service, [shown], Math.ceil(minutes / 60) * 60);
  const sizeOf = (limits: Proposal['before']) =>
    shown === 'memory' ? limits.memoryMiB : limits.cpuUnits / 1024;
  const series = upTo(measured.data?.items[0], at);
  const noun = shown === 'memory' ? 'Memory' : 'CPU';
  if (measured.isError) return <span className="soft">Its metrics cannot be read now.</span>;
  return (
    <div className="chart-seat">
      <SegmentedControl
        label={`What a task of ${service} used`}
        options={TABS}
        selectedId={shown}
        onChange={({ detail }) => show(detail.selectedId === 'cpu' ? 'cpu' : 'memory')}
      />
      <TimeChart
        label={`${noun} of one task of ${service}, with its size now and as proposed`}
        unit={shown === 'memory' ? 'MiB' : 'vCPU'}
        height={170}
        lines={[{ title: `${noun} used by a task`, series, scale: sizeOf(before) }]}
        levels={levels(sizeOf(before), sizeOf(after))}
        atLeast={sizeOf(before)}
      />
    </div>
  );
}

function levels(now: number, proposed: number) {
  const size = { title: now === proposed ? 'Size, stays' : 'Size now', y: now };
  return now === proposed ? [size] : [size, { title: 'Size proposed', y: proposed }];
}

function spanMin({ evidence: { from, to } }: Proposal): number {
  if (from === undefined || to === undefined) return DAY_MIN;
  return Math.ceil((Date.parse(to) - Date.parse(from)) / 60_000);
}

/** The part of a series that the proposal rests on: later points were measured against another size. Thinned by peaks. */
function upTo(series: MetricSeries | undefined, at: string): MetricSeries | undefined {
  if (!series) return undefined;
  const points = series.points.filter((point) => point.at <= at);
  const every = Math.ceil(points.length / MOST_POINTS);
  const peaks = Array.from({ length: Math.ceil(points.length / Math.max(1, every)) }, (_, part) =>
    points
      .slice(part * every, (part + 1) * every)
      .reduce((highest, point) => (point.value > highest.value ? point : highest)),
  );
  return { ...series, points: peaks };
}
