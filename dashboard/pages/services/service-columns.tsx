import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { MetricSeries } from '../../../core/contract/monitoring.ts';
import type { ServiceView } from '../../../core/contract/service.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { State } from '../../ui/State.tsx';
import { HEALTH_LOOKS, SERVICE_LOOKS } from '../../ui/status-looks.ts';
import { usd } from '../../util/money.ts';

type Column = TableProps.ColumnDefinition<ServiceView>;

/** The columns of the services list; `cpu` finds the last hour of a service. */
export function serviceColumns(cpu: (name: string) => MetricSeries | undefined): readonly Column[] {
  return [
    {
      id: 'name',
      header: 'Service',
      sortingField: 'name',
      isRowHeader: true,
      minWidth: 150,
      cell: ({ name }) => <AppLink href={`/services/${name}`}>{name}</AppLink>,
    },
    { id: 'status', header: 'Status', sortingField: 'status', minWidth: 130, cell: statusCell },
    {
      id: 'health',
      header: 'Health',
      minWidth: 120,
      sortingComparator: (a, b) => worst(b) - worst(a),
      cell: ({ health }) => (
        <span title={health.because}>
          <State of={health.state} looks={HEALTH_LOOKS} />
        </span>
      ),
    },
    {
      id: 'cpu',
      header: 'CPU, last hour',
      minWidth: 190,
      cell: ({ name, spec }) => <Sparkline series={cpu(name)} target={spec.scaling.targets.cpu} />,
    },
    {
      id: 'tasks',
      header: 'Tasks (min–max)',
      minWidth: 130,
      sortingComparator: (a, b) => running(a) - running(b),
      cell: tasksCell,
    },
    {
      id: 'cost',
      header: 'Now, $ a month',
      minWidth: 180,
      sortingComparator: (a, b) => a.cost.runRateMicroUsd - b.cost.runRateMicroUsd,
      cell: costCell,
    },
    { id: 'owner', header: 'Program, owner', sortingField: 'program', minWidth: 150, cell: ownerCell },
  ];
}

function statusCell({ status, statusReason, drifted }: ServiceView) {
  return (
    <span title={statusReason}>
      <State of={status} looks={SERVICE_LOOKS} />
      {drifted && (
        <div>
          <StatusIndicator type="warning">Drifted</StatusIndicator>
        </div>
      )}
    </span>
  );
}

function tasksCell({ observed, desiredCount, bounds }: ServiceView) {
  const count = observed?.running;
  return (
    <span className="digits nowrap">
      <strong>{count ?? '?'}</strong>
      {count !== undefined && count !== desiredCount && <span> → {desiredCount}</span>}{' '}
      <span className="soft">
        ({bounds.min}–{bounds.max})
      </span>
    </span>
  );
}

function costCell({ cost }: ServiceView) {
  return (
    <span className="digits">
      <strong>{usd(cost.runRateMicroUsd)}</strong>{' '}
      <span className="soft nowrap">
        of {usd(cost.floorMicroUsd)}–{usd(cost.ceilingMicroUsd)}
      </span>
    </span>
  );
}

function ownerCell({ program, spec }: ServiceView) {
  return (
    <>
      {program}
      <div className="soft">{spec.owner}</div>
    </>
  );
}

function running({ observed }: ServiceView): number {
  return observed?.running ?? 0;
}

function worst({ health }: ServiceView): number {
  return ['ok', 'no data', 'warning', 'critical'].indexOf(health.state);
}
