import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { PolicyView, TaskPolicy } from '../../../core/contract/policy.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { State } from '../../ui/State.tsx';
import { TASK_LOOKS } from './policy-looks.ts';

/** Where every task stands with the newest version, those that do not have it first. */
export function TaskStandings({ policy }: { readonly policy: PolicyView }) {
  const tasks = [...policy.newest.tasks].sort(byNeed);
  return (
    <Table
      variant="container"
      wrapLines
      contentDensity="compact"
      header={
        <Header
          variant="h2"
          counter={`(${tasks.length})`}
          description={`What each running task says of version ${policy.newest.number}; those without it first`}
        >
          Tasks
        </Header>
      }
      ariaLabels={{ tableLabel: `Tasks and version ${policy.newest.number}` }}
      items={tasks}
      trackBy={({ service, taskId }) => `${service}/${taskId}`}
      empty="No task is asked to have it."
      columnDefinitions={COLUMNS}
    />
  );
}

const COLUMNS: readonly TableProps.ColumnDefinition<TaskPolicy>[] = [
  {
    id: 'task',
    header: 'Task',
    isRowHeader: true,
    cell: ({ taskId }) => <span className="mono break">{taskId.split('/').at(-1)}</span>,
  },
  {
    id: 'service',
    header: 'Service',
    cell: ({ service, taskId }) => (
      <AppLink href={`/services/${service}`} ariaLabel={`${service}, task ${taskId}`}>
        {service}
      </AppLink>
    ),
  },
  { id: 'status', header: 'Standing', cell: ({ status }) => <State of={status} looks={TASK_LOOKS} /> },
  {
    id: 'revision',
    header: 'Runs',
    cell: ({ revision }) => revision ?? <span className="soft">unknown</span>,
  },
  {
    id: 'error',
    header: 'What it says',
    cell: ({ error }) =>
      error ? <span className="break">{error}</span> : <span className="soft">nothing</span>,
  },
  { id: 'at', header: 'Since', cell: ({ at }) => <Moment at={at} as="relative" /> },
];

const NEED: readonly TaskPolicy['status'][] = [
  'FAILED',
  'UNREACHABLE',
  'PENDING',
  'DOWNLOADED',
  'ACTIVATED',
  'EXEMPT',
];

function byNeed(a: TaskPolicy, b: TaskPolicy): number {
  return NEED.indexOf(a.status) - NEED.indexOf(b.status) || a.service.localeCompare(b.service);
}
