import Box from '@cloudscape-design/components/box';
import type { ApprovalView } from '../../../core/contract/approval.ts';
import { KEYS } from '../../api/keys.ts';
import { useMetrics } from '../../api/metrics.ts';
import { useRead } from '../../api/read.ts';
import { TimeChart } from '../../ui/TimeChart.tsx';

type Shown = 'cpu' | 'memory' | 'p95Ms';
const TITLES: Readonly<Record<Shown, string>> = { cpu: 'CPU', memory: 'Memory', p95Ms: 'Response time p95' };

/** The one chart that shows why an approval is asked for: the last hour of what was too high, and its target. */
export function EvidenceChart({ approval }: { readonly approval: ApprovalView }) {
  const name = approval.service;
  const metric: Shown = approval.evidence.metric === 'none' ? 'cpu' : approval.evidence.metric;
  const measured = useMetrics(name, [metric], 60);
  const service = useRead(KEYS.service(name), (client, signal) =>
    client.getService({ params: { name }, signal }),
  );
  const isRatio = metric !== 'p95Ms';
  const target = service.data?.spec.scaling.targets[metric];
  const unit = isRatio ? '%' : 'ms';
  if (service.isError || measured.isError) return null;
  return (
    <div className="chart-seat">
      <Box variant="h4" tagOverride="div">
        {TITLES[metric]} of {name}, last hour
      </Box>
      <TimeChart
        label={`${TITLES[metric]} of ${name}, last hour`}
        unit={unit}
        lines={[{ title: TITLES[metric], series: measured.data?.items[0], scale: isRatio ? 100 : 1 }]}
        levels={target === undefined ? [] : [{ title: 'Target', y: isRatio ? target * 100 : target }]}
        atLeast={isRatio ? 100 : 1}
      />
    </div>
  );
}
