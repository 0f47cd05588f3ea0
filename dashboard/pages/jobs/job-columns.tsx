import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { JobView } from '../../../core/contract/job.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { State } from '../../ui/State.tsx';
import { usd } from '../../util/money.ts';
import { JobFlags } from './JobFlags.tsx';
import { NextFire } from './NextFire.tsx';
import { RunStrip } from './RunStrip.tsx';
import { JOB_LOOKS } from './run-looks.ts';
import { scheduleWords } from './schedule-words.ts';

type Column = TableProps.ColumnDefinition<JobView>;

/** The columns of the jobs list. */
export function jobColumns(): readonly Column[] {
  return [
    {
      id: 'name',
      header: 'Job',
      sortingField: 'name',
      isRowHeader: true,
      minWidth: 160,
      cell: ({ name, spec }) => (
        <>
          <AppLink href={`/jobs/${name}`}>{name}</AppLink>
          <div className="soft">{spec.builtin ? 'built in' : spec.program}</div>
        </>
      ),
    },
    {
      id: 'status',
      header: 'Status',
      minWidth: 130,
      sortingField: 'status',
      cell: (job) => (
        <>
          <State of={job.status} looks={JOB_LOOKS} />
          <JobFlags job={job} />
        </>
      ),
    },
    {
      id: 'schedule',
      header: 'Schedule',
      minWidth: 170,
      cell: ({ spec }) => (
        <>
          {scheduleWords(spec)}
          <div className="soft">
            <span className="mono">{spec.schedule}</span> {spec.timeZone}
          </div>
        </>
      ),
    },
    {
      id: 'next',
      header: 'Next run',
      minWidth: 190,
      sortingComparator: (a, b) => nextOf(a).localeCompare(nextOf(b)),
      cell: (job) => <NextFire job={job} />,
    },
    {
      id: 'runs',
      header: 'Last 30 runs, newest last',
      minWidth: 290,
      cell: ({ name, recentRuns }) => <RunStrip name={name} runs={recentRuns} />,
    },
    {
      id: 'cost',
      header: 'Cost this month',
      minWidth: 130,
      sortingComparator: (a, b) => a.spentThisMonthMicroUsd - b.spentThisMonthMicroUsd,
      cell: costCell,
    },
  ];
}

function costCell({ spentThisMonthMicroUsd, spec }: JobView) {
  const limit = spec.budgetMonthlyUsd;
  const used = limit === undefined ? 0 : spentThisMonthMicroUsd / Math.max(1, limit * 1e6);
  return (
    <span className="digits">
      <strong>{usd(spentThisMonthMicroUsd)}</strong>
      {limit !== undefined && <span className="soft nowrap"> of {usd(limit * 1e6)}</span>}
      {used >= 1 && <StatusIndicator type="warning">Used up</StatusIndicator>}
    </span>
  );
}

function nextOf({ nextFires }: JobView): string {
  return nextFires[0]?.utc ?? '~';
}
