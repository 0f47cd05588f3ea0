import type { TableProps } from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { ApprovalView } from '../../../core/contract/approval.ts';
import { KEYS } from '../../api/keys.ts';
import { usePages } from '../../api/pages.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { OpenOrAll, type OpenOrAllStatus } from '../../ui/OpenOrAll.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { signedUsd } from '../../util/money.ts';
import { ApprovalProgress } from './ApprovalProgress.tsx';
import { Countdown } from './Countdown.tsx';

/** Every question that was asked of people: open ones by expiry, all of them newest first. */
export function ApprovalsPage() {
  const [status, setStatus] = useState<OpenOrAllStatus>('open');
  const pages = usePages([...KEYS.approvals, status], (client, { signal, ...query }) =>
    client.listApprovals({ query: { status, ...query }, signal }),
  );
  return (
    <PagedTable
      name="Approvals"
      description="People approve what may be spent, not every step"
      pages={pages}
      filter={
        <OpenOrAll label="Which approvals" order={['open', 'all']} status={status} onChange={setStatus} />
      }
      empty={
        status === 'open'
          ? 'No approval is open. Look at all to see how the past ones ended.'
          : 'Nothing had to be approved yet.'
      }
      columns={COLUMNS}
    />
  );
}

const COLUMNS: readonly TableProps.ColumnDefinition<ApprovalView>[] = [
  {
    id: 'what',
    header: 'Request',
    isRowHeader: true,
    cell: ({ id, headline }) => <AppLink href={`/approvals/${id}`}>{headline}</AppLink>,
  },
  { id: 'status', header: 'Status', minWidth: 190, cell: (approval) => <Countdown approval={approval} /> },
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
];
