import type { TableProps } from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { Change } from '../../../core/contract/change.ts';
import { KEYS } from '../../api/keys.ts';
import { usePages } from '../../api/pages.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { OpenOrAll, type OpenOrAllStatus } from '../../ui/OpenOrAll.tsx';
import { PagedTable } from '../../ui/PagedTable.tsx';
import { State } from '../../ui/State.tsx';
import { CHANGE_LOOKS } from '../../ui/status-looks.ts';
import { signedUsd } from '../../util/money.ts';
import { changeTitle } from '../../util/words.ts';

/** Every alteration anybody asked for, newest first. */
export function ChangesPage() {
  const [status, setStatus] = useState<OpenOrAllStatus>('all');
  const pages = usePages([...KEYS.changes, status], (client, { signal, ...query }) =>
    client.listChanges({ query: { status, ...query }, signal }),
  );
  return (
    <PagedTable
      name="Changes"
      description="Whatever alters anything is a change: planned, checked, approved where needed, done, kept"
      pages={pages}
      filter={
        <OpenOrAll label="Which changes" order={['all', 'open']} status={status} onChange={setStatus} />
      }
      empty={status === 'open' ? 'No change is open.' : 'Nobody changed anything yet.'}
      columns={COLUMNS}
    />
  );
}

const COLUMNS: readonly TableProps.ColumnDefinition<Change>[] = [
  {
    id: 'what',
    header: 'Change',
    isRowHeader: true,
    cell: ({ id, kind, target }) => (
      <AppLink href={`/changes/${id}`}>{changeTitle({ kind, target })}</AppLink>
    ),
  },
  {
    id: 'status',
    header: 'Status',
    minWidth: 190,
    cell: ({ status: is }) => <State of={is} looks={CHANGE_LOOKS} />,
  },
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
];
