import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { KEYS } from '../../api/keys.ts';
import { itemsOf, usePages } from '../../api/pages.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { MoreButton } from '../../ui/MoreButton.tsx';
import { State } from '../../ui/State.tsx';
import { CHANGE_LOOKS } from '../../ui/status-looks.ts';
import { useTitle } from '../../ui/use-title.ts';
import { signedUsd } from '../../util/money.ts';
import { changeTitle } from '../../util/words.ts';

const VIEWS = [
  { id: 'all', text: 'All' },
  { id: 'open', text: 'Open' },
];

/** Every alteration anybody asked for, newest first. */
export function ChangesPage() {
  useTitle('Changes');
  const [status, setStatus] = useState<'open' | 'all'>('all');
  const pages = usePages([...KEYS.changes, status], (client, { signal, ...query }) =>
    client.listChanges({ query: { status, ...query }, signal }),
  );
  const changes = itemsOf(pages);
  if (pages.isError) return <Failure cause={pages.error} onRetry={() => void pages.refetch()} />;
  return (
    <Table
      variant="full-page"
      wrapLines
      header={
        <Header
          variant="h1"
          counter={`(${changes.length}${pages.hasNextPage ? '+' : ''})`}
          description="Whatever alters anything is a change: planned, checked, approved where needed, done, kept"
        >
          Changes
        </Header>
      }
      filter={
        <SegmentedControl
          label="Which changes"
          options={VIEWS}
          selectedId={status}
          onChange={({ detail }) => setStatus(detail.selectedId === 'open' ? 'open' : 'all')}
        />
      }
      ariaLabels={{ tableLabel: 'Changes' }}
      items={changes}
      trackBy="id"
      loading={pages.isPending}
      loadingText="Reading the changes"
      empty={status === 'open' ? 'No change is open.' : 'Nobody changed anything yet.'}
      footer={<MoreButton pages={pages} what="changes" />}
      columnDefinitions={[
        {
          id: 'what',
          header: 'Change',
          isRowHeader: true,
          cell: ({ id, kind, target }) => (
            <AppLink href={`/changes/${id}`}>{changeTitle({ kind, target })}</AppLink>
          ),
        },
        { id: 'status', header: 'Status', cell: ({ status: is }) => <State of={is} looks={CHANGE_LOOKS} /> },
        {
          id: 'why',
          header: 'Asked for because',
          cell: ({ reason }) => <span className="break">{reason}</span>,
        },
        { id: 'by', header: 'By', cell: ({ requestedBy }) => requestedBy.sub },
        {
          id: 'money',
          header: 'Limit, $ a month',
          cell: ({ plan }) => <span className="digits">{signedUsd(plan.cost.ceiling.deltaMicroUsd)}</span>,
        },
        { id: 'at', header: 'When', cell: ({ createdAt }) => <Moment at={createdAt} /> },
      ]}
    />
  );
}
