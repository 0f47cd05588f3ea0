import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { PolicyView } from '../../../core/contract/policy.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { State } from '../../ui/State.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { Convergence } from './Convergence.tsx';
import { missingWords } from './missing-words.ts';
import { POLICY_LOOKS } from './policy-looks.ts';
import { usePolicies } from './use-policies.ts';

/** Every policy: which version is in force, how far the newest has come, and who is missing. */
export function PoliciesPage() {
  useTitle('Policies');
  const policies = usePolicies();
  const items = policies.data?.items ?? [];
  if (policies.isError) return <Failure cause={policies.error} onRetry={() => void policies.refetch()} />;
  return (
    <Table
      variant="full-page"
      wrapLines
      header={
        <Header
          variant="h1"
          counter={`(${items.length})`}
          description="What the Governance Layer decided, and which running tasks have it"
        >
          Policies
        </Header>
      }
      ariaLabels={{ tableLabel: 'Policies' }}
      items={items}
      trackBy="name"
      loading={policies.isPending}
      loadingText="Reading the policies"
      empty="No policy was received yet: nothing is denied, and tasks run without one."
      columnDefinitions={COLUMNS}
    />
  );
}

const COLUMNS: readonly TableProps.ColumnDefinition<PolicyView>[] = [
  {
    id: 'name',
    header: 'Policy',
    isRowHeader: true,
    minWidth: 170,
    cell: ({ name, newest }) => (
      <>
        <AppLink href={`/policies/${name}`}>{name}</AppLink>
        <div className="soft">{programsOf(newest.content.programs)}</div>
      </>
    ),
  },
  {
    id: 'active',
    header: 'In force',
    minWidth: 90,
    cell: ({ active }) => (active === undefined ? <span className="soft">none yet</span> : `@${active}`),
  },
  {
    id: 'newest',
    header: 'Newest version',
    minWidth: 200,
    cell: ({ newest }) => (
      <>
        @{newest.number} <State of={newest.status} looks={POLICY_LOOKS} />
        {newest.status !== 'ACTIVE' && <div className="soft break">{newest.statusReason}</div>}
      </>
    ),
  },
  {
    id: 'convergence',
    header: 'Tasks that have it',
    minWidth: 170,
    cell: (policy) => <Convergence policy={policy} />,
  },
  {
    id: 'missing',
    header: 'Who is missing',
    minWidth: 190,
    cell: (policy) => <span className="break">{missingWords(policy)}</span>,
  },
  {
    id: 'at',
    header: 'Received',
    minWidth: 110,
    cell: ({ newest }) => <Moment at={newest.receivedAt} as="relative" />,
  },
];

function programsOf(programs: readonly string[]): string {
  return programs.length === 0 ? 'every program' : programs.join(', ');
}
