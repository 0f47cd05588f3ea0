import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { PolicyVersion } from '../../../core/contract/policy.ts';
import { itemsOf } from '../../api/pages.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { MoreButton } from '../../ui/MoreButton.tsx';
import { State } from '../../ui/State.tsx';
import { POLICY_LOOKS } from './policy-looks.ts';
import { usePolicyVersions } from './use-policies.ts';

/** Every version of a policy that was received, rollbacks included, newest first. */
export function PolicyVersions({ name }: { readonly name: string }) {
  const pages = usePolicyVersions(name);
  const versions = itemsOf(pages);
  return (
    <Table
      variant="container"
      wrapLines
      header={
        <Header variant="h2" counter={`(${versions.length}${pages.hasNextPage ? '+' : ''})`}>
          Versions
        </Header>
      }
      ariaLabels={{ tableLabel: `Versions of ${name}` }}
      items={versions}
      trackBy="number"
      loading={pages.isPending}
      loadingText="Reading the versions"
      empty={pages.isError ? <Failure cause={pages.error} /> : 'No version was received yet.'}
      footer={<MoreButton pages={pages} what="versions" />}
      columnDefinitions={COLUMNS}
    />
  );
}

const COLUMNS: readonly TableProps.ColumnDefinition<PolicyVersion>[] = [
  {
    id: 'number',
    header: 'Version',
    isRowHeader: true,
    minWidth: 110,
    cell: ({ number, sourceVersion, restores }) => (
      <>
        @{number}
        <div className="soft">
          {restores === undefined ? `sent as ${sourceVersion}` : `brings @${restores} back`}
        </div>
      </>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    minWidth: 220,
    cell: ({ status, statusReason }) => (
      <>
        <State of={status} looks={POLICY_LOOKS} />
        <div className="soft break">{statusReason}</div>
      </>
    ),
  },
  {
    id: 'decision',
    header: 'Decision',
    minWidth: 150,
    cell: ({ decision }) => (
      <>
        {decision.policy}: {decision.status}
        <div className="soft break">trace {decision.trace_id}</div>
      </>
    ),
  },
  {
    id: 'content',
    header: 'What it says',
    minWidth: 320,
    cell: ({ content, number }) => (
      <ExpandableSection
        headerText={`Cedar of @${number}, ${content.admission.length.toLocaleString('en-US')} characters`}
        variant="inline"
      >
        <pre className="cedar mono">{content.admission || 'nothing'}</pre>
      </ExpandableSection>
    ),
  },
  { id: 'at', header: 'Received', minWidth: 100, cell: ({ receivedAt }) => <Moment at={receivedAt} /> },
  {
    id: 'change',
    header: 'Change',
    minWidth: 80,
    cell: ({ changeId, number }) =>
      changeId ? (
        <AppLink href={`/changes/${changeId}`} ariaLabel={`open the change of version ${number}`}>
          open
        </AppLink>
      ) : (
        <span className="soft">none</span>
      ),
  },
];
