import Grid from '@cloudscape-design/components/grid';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { MetricName, MetricSeries } from '../../../core/contract/monitoring.ts';
import type { ServiceView } from '../../../core/contract/service.ts';
import { useMetrics } from '../../api/metrics.ts';
import { Failure } from '../../ui/Failure.tsx';
import { AlarmsPanel } from './AlarmsPanel.tsx';
import { ChartBox } from './ChartBox.tsx';
import { chartsOf } from './service-charts.ts';

const METRICS: readonly MetricName[] = [
  'cpu',
  'memory',
  'p50Ms',
  'p95Ms',
  'requests',
  'errors5xx',
  'running',
  'desired',
];
const SPANS = [
  { id: '60', text: '1 h' },
  { id: '180', text: '3 h' },
  { id: '720', text: '12 h' },
  { id: '1440', text: '1 d' },
];

/** The charts and alarms of a service. */
export function OverviewTab({ view }: { readonly view: ServiceView }) {
  const [minutes, setMinutes] = useState(180);
  const metrics = useMetrics(view.name, METRICS, minutes);
  const find = (name: MetricName): MetricSeries | undefined =>
    metrics.data?.items.find(({ metric }) => metric === name);
  return (
    <SpaceBetween size="l">
      <SegmentedControl
        label="Span of the charts"
        selectedId={String(minutes)}
        options={SPANS}
        onChange={({ detail }) => setMinutes(Number(detail.selectedId))}
      />
      {metrics.isError && <Failure cause={metrics.error} onRetry={() => void metrics.refetch()} />}
      <Grid gridDefinition={chartsOf(view, find).map(() => ({ colspan: { default: 12, s: 6 } }))}>
        {chartsOf(view, find).map((chart) => (
          <ChartBox key={chart.title} {...chart} />
        ))}
      </Grid>
      <AlarmsPanel name={view.name} />
    </SpaceBetween>
  );
}
