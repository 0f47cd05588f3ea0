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
import { useTitle } from '../../ui/use-title.ts';
import { signedUsd } from '../../util/money.ts';
import { ApprovalProgress } from './ApprovalProgress.tsx';
import { Countdown } from './Countdown.tsx';

const VIEWS = [
  { id: 'open', text: 'Open' },
  { id: 'all', text: 'All' },
];

/** Every question that was asked of people: open ones by expiry, all of them newest first. */
export function ApprovalsPage() {
  useTitle('Approvals');
  const [status, setStatus] = useState<'open' | 'all'>('open');
  const pages = usePages([...KEYS.approvals, status], (client, { signal, ...query }) =>
    client.listApprovals({ query: { status, ...query }, signal }),
  );
  const approvals = itemsOf(pages);
  if (pages.isError) return <Failure cause={pages.error} onRetry={() => void pages.refetch()} />;
  return (
    <Table
      variant="full-page"
      wrapLines
      header={
        <Header
          variant="h1"
          counter={`(${approvals.length}${pages.hasNextPage ? '+' : ''})`}
          description="People approve what may be spent, not every step"
        >
          Approvals
        </Header>
      }
      filter={
        <SegmentedControl
          label="Which approvals"
          options={VIEWS}
          selectedId={status}
          onChange={({ detail }) => setStatus(detail.selectedId === 'all' ? 'all' : 'open')}
        />
      }
      ariaLabels={{ tableLabel: 'Approvals' }}
      items={approvals}
      trackBy="id"
      loading={pages.isPending}
      loadingText="Reading the approvals"
      empty={
        status === 'open'
          ? 'No approval is open. Look at all to see how the past ones ended.'
          : 'Nothing had to be approved yet.'
      }
      footer={<MoreButton pages={pages} what="approvals" />}
      columnDefinitions={[
        {
          id: 'what',
          header: 'Request',
          isRowHeader: true,
          cell: ({ id, headline }) => <AppLink href={`/approvals/${id}`}>{headline}</AppLink>,
        },
        { id: 'status', header: 'Status', cell: (approval) => <Countdown approval={approval} /> },
        {
          id: 'money',
          header: 'Limit, $ a month',
          cell: ({ ceiling }) => <span className="digits">{signedUsd(ceiling.deltaMicroUsd)}</span>,
        },
        {
          id: 'progress',
          header: 'Who agreed',
          cell: (approval) => <ApprovalProgress approval={approval} />,
        },
        { id: 'by', header: 'Asked by', cell: ({ requestedBy }) => requestedBy.sub },
        { id: 'at', header: 'Asked', cell: ({ openedAt }) => <Moment at={openedAt} /> },
      ]}
    />
  );
}
