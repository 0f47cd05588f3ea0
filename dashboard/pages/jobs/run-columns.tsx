import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import type { JobRun } from '../../../core/contract/job.ts';
import { Moment } from '../../ui/Moment.tsx';
import { State } from '../../ui/State.tsx';
import { usd } from '../../util/money.ts';
import { span } from '../../util/time.ts';
import { AttemptList } from './AttemptList.tsx';
import { isSlow, RUN_LOOKS } from './run-looks.ts';
import { tickWords } from './wall-words.ts';

type Column = TableProps.ColumnDefinition<JobRun>;

interface ColumnOptions {
  readonly usualSec: number | undefined;
  /** What can be done with a run; nothing for one that is over. */
  readonly action: (run: JobRun) => ReactNode;
}

const TRIGGERS: Readonly<Record<JobRun['trigger'], string>> = {
  schedule: 'on schedule',
  'catch-up': 'caught up',
  manual: 'run now',
  backfill: 'backfilled',
};

/** The columns of a job's runs. */
export function runColumns({ usualSec, action }: ColumnOptions): readonly Column[] {
  return [
    { id: 'tick', header: 'Run', isRowHeader: true, minWidth: 150, cell: tickCell },
    { id: 'status', header: 'Status', minWidth: 200, cell: statusCell },
    {
      id: 'duration',
      header: 'Duration',
      minWidth: 100,
      cell: (run) => <DurationCell run={run} usualSec={usualSec} />,
    },
    {
      id: 'attempts',
      header: 'Attempts: exit code, why it stopped, log',
      minWidth: 240,
      cell: (run) => <AttemptList run={run} />,
    },
    { id: 'metrics', header: 'Reported', minWidth: 130, cell: metricsCell },
    {
      id: 'cost',
      header: 'Cost',
      minWidth: 80,
      cell: ({ costMicroUsd }) => <span className="digits">{smallUsd(costMicroUsd)}</span>,
    },
    { id: 'action', header: 'Action', minWidth: 80, cell: action },
  ];
}

function tickCell({ tick, timeZone, trigger, scheduledAt, startedBy, note }: JobRun) {
  const byHand = tick.startsWith('manual-');
  return (
    <>
      {byHand ? <Moment at={scheduledAt} /> : <span className="nowrap">{tickWords(tick)}</span>}
      <div className="soft">
        {byHand ? `${TRIGGERS[trigger]} by ${startedBy}` : `${timeZone}, ${TRIGGERS[trigger]}`}
        {note && <div>{note}</div>}
      </div>
    </>
  );
}

function statusCell({ status, statusReason, retryAt }: JobRun) {
  return (
    <>
      <State of={status} looks={RUN_LOOKS} />
      <div className="soft break">
        {statusReason}
        {status === 'RETRY_WAIT' && retryAt && (
          <>
            {' '}
            Again <Moment at={retryAt} as="relative" />.
          </>
        )}
      </div>
    </>
  );
}

function DurationCell({ run, usualSec }: { readonly run: JobRun; readonly usualSec: number | undefined }) {
  if (run.durationSec === undefined) return <span className="soft">none</span>;
  return (
    <span className="digits">
      {span(run.durationSec * 1_000)}
      {isSlow(run, usualSec) && (
        <div>
          <StatusIndicator type="warning">Slow</StatusIndicator>
        </div>
      )}
    </span>
  );
}

function metricsCell({ metrics }: JobRun) {
  const said = Object.entries(metrics);
  if (said.length === 0) return <span className="soft">nothing</span>;
  return (
    <ul className="plain digits">
      {said.map(([name, value]) => (
        <li key={name} className="break">
          {name} {value}
        </li>
      ))}
    </ul>
  );
}

/** Runs often cost less than a cent: as many digits as it takes to see that they cost something. */
function smallUsd(microUsd: number): string {
  return microUsd > 0 && microUsd < 10_000 ? `$${(microUsd / 1e6).toFixed(4)}` : usd(microUsd);
}
