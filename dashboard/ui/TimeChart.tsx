import LineChart from '@cloudscape-design/components/line-chart';
import type { MixedLineBarChartProps } from '@cloudscape-design/components/mixed-line-bar-chart';
import type { MetricSeries } from '../../core/contract/monitoring.ts';
import { chartDay, chartTime, fullTime } from '../util/time.ts';

/** One line of a chart; `scale` turns the stored value into the shown one (100 for ratios shown in %). */
export interface ChartLine {
  readonly title: string;
  readonly series: MetricSeries | undefined;
  readonly scale?: number;
  readonly color?: string;
}

/** A level that matters: a target, a limit. In shown units. */
export interface ChartLevel {
  readonly title: string;
  readonly y: number;
}

interface TimeChartProps {
  readonly label: string;
  readonly unit: string;
  readonly lines: readonly ChartLine[];
  readonly levels?: readonly ChartLevel[];
  readonly height?: number;
  /** The highest value that must fit, in shown units. */
  readonly atLeast?: number;
}

type Series = MixedLineBarChartProps.LineDataSeries<Date> | MixedLineBarChartProps.ThresholdSeries<Date>;

/** Metrics over time in the viewer's zone, reachable by keyboard. A minute that was not measured has no point. */
export function TimeChart({ label, unit, lines, levels = [], height = 150, atLeast = 1 }: TimeChartProps) {
  const drawn = lines.map(lineOf).filter(({ data }) => data.length > 0);
  const xs = drawn.flatMap(({ data }) => data.map(({ x }) => x.getTime()));
  const ys = [...drawn.flatMap(({ data }) => data.map(({ y }) => y)), ...levels.map(({ y }) => y), atLeast];
  const format = (value: number) => `${round(value)} ${unit}`;
  const series: Series[] = [
    ...drawn.map((line) => ({ ...line, valueFormatter: format })),
    ...levels.map(({ title, y }) => ({ type: 'threshold' as const, title, y, valueFormatter: format })),
  ];
  return (
    <LineChart
      ariaLabel={label}
      series={series}
      height={height}
      xScaleType="time"
      {...(xs.length > 1 && { xDomain: [new Date(Math.min(...xs)), new Date(Math.max(...xs))] })}
      yDomain={[0, niceTop(Math.max(...ys))]}
      yTitle={unit}
      hideFilter
      statusType="finished"
      i18nStrings={{
        xTickFormatter: (at) => (spansDays(xs) ? chartDay : chartTime)(at.getTime()),
        yTickFormatter: (value) => String(round(value)),
        detailPopoverDismissAriaLabel: 'Close',
        xAxisAriaRoleDescription: 'time axis',
        yAxisAriaRoleDescription: 'value axis',
        chartAriaRoleDescription: 'line chart',
      }}
      detailPopoverFooter={(at) => <span className="soft">{fullTime(at.getTime())}</span>}
      empty={<span className="soft">No data yet. Points appear about a minute after tasks start.</span>}
    />
  );
}

/** From here on, the time of day alone would repeat itself along the axis. */
const DAYS_FROM_MS = 2 * 24 * 3_600_000;

function spansDays(xs: readonly number[]): boolean {
  return xs.length > 1 && Math.max(...xs) - Math.min(...xs) > DAYS_FROM_MS;
}

function lineOf({ title, series, scale = 1, color }: ChartLine) {
  const data = (series?.points ?? []).map(({ at, value }) => ({ x: new Date(at), y: value * scale }));
  return { type: 'line' as const, title, data, ...(color === undefined ? {} : { color }) };
}

/** The next number above `value` that reads well on an axis: 1, 2 or 5 times a power of ten, and steps between. */
function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((nice) => nice * power >= value);
  return (step ?? 10) * power;
}

function round(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 10) / 10;
}
