import type { MetricName, MetricSeries } from '../../../core/contract/monitoring.ts';
import type { ServiceView } from '../../../core/contract/service.ts';
import type { ServiceChart } from './ChartBox.tsx';

type Find = (name: MetricName) => MetricSeries | undefined;

/** The charts of a service page: what loads it, how it answers, and how many tasks do the work. */
export function chartsOf({ spec, bounds }: ServiceView, find: Find): readonly ServiceChart[] {
  const { cpu, memory, p95Ms } = spec.scaling.targets;
  return [
    {
      title: 'CPU',
      unit: '%',
      lines: [{ title: 'CPU', series: find('cpu'), scale: 100 }],
      levels: [{ title: 'Target', y: cpu * 100 }],
      atLeast: 100,
    },
    {
      title: 'Tasks',
      unit: 'tasks',
      lines: [
        { title: 'Running', series: find('running') },
        { title: 'Wanted', series: find('desired') },
      ],
      levels: [
        { title: 'Min', y: bounds.min },
        { title: 'Max', y: bounds.max },
      ],
      atLeast: bounds.max + 1,
    },
    {
      title: 'Response time',
      unit: 'ms',
      lines: [
        { title: 'p95', series: find('p95Ms') },
        { title: 'p50', series: find('p50Ms') },
      ],
      levels: [{ title: 'Objective for p95', y: p95Ms }],
    },
    {
      title: 'Memory',
      unit: '%',
      lines: [{ title: 'Memory', series: find('memory'), scale: 100 }],
      levels: [{ title: 'Target', y: memory * 100 }],
      atLeast: 100,
    },
    {
      title: 'Requests',
      unit: 'a minute',
      lines: [{ title: 'Requests', series: find('requests') }],
      atLeast: 10,
    },
    {
      title: '5xx answers',
      unit: 'a minute',
      lines: [{ title: '5xx answers', series: find('errors5xx') }],
      atLeast: 5,
    },
  ];
}
