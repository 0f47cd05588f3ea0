import type { MetricSeries } from '../../core/contract/monitoring.ts';
import { percent } from '../util/words.ts';

const WIDTH = 104;
const HEIGHT = 24;
const GAP = 2.5;

interface SparklineProps {
  readonly series: MetricSeries | undefined;
  /** The target as a ratio 0..1, drawn as a dashed level. */
  readonly target: number;
}

/** CPU of the last hour at a glance, with its newest value in words. Minutes without a point stay empty. */
export function Sparkline({ series, target }: SparklineProps) {
  const points = series?.points ?? [];
  const last = points.at(-1);
  const first = points[0];
  if (!series || !first || !last) return <span className="soft">no data</span>;
  const from = Date.parse(first.at);
  const width = Math.max(1, Date.parse(last.at) - from);
  const x = (at: string) => ((Date.parse(at) - from) / width) * WIDTH;
  const lines = runs(series).map((run) =>
    run.map(({ at, value }) => `${x(at).toFixed(1)},${y(value)}`).join(' '),
  );
  return (
    <span style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}>
      <svg
        className="sparkline"
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={`CPU now ${percent(last.value)}, highest ${percent(Math.max(...points.map((p) => p.value)))} in the last hour`}
      >
        <line
          x1={0}
          x2={WIDTH}
          y1={y(target)}
          y2={y(target)}
          stroke="var(--hms-soft)"
          strokeDasharray="2 3"
        />
        {lines.map((line) => (
          <polyline key={line} points={line} fill="none" stroke="var(--hms-line)" strokeWidth={1.5} />
        ))}
      </svg>
      <span className="digits nowrap">{percent(last.value)}</span>
    </span>
  );
}

function y(ratio: number): string {
  return (HEIGHT - 1 - Math.min(1, ratio) * (HEIGHT - 2)).toFixed(1);
}

type Points = MetricSeries['points'];

/** Cuts a series where it was not measured, so that no line pretends to know. */
function runs({ points, periodSec }: MetricSeries): Points[] {
  const cuts = points.flatMap((point, index) => {
    const before = points[index - 1];
    return before && Date.parse(point.at) - Date.parse(before.at) > GAP * periodSec * 1_000 ? [index] : [];
  });
  return [0, ...cuts].map((from, index) => points.slice(from, cuts[index]));
}
