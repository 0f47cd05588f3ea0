import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import type { AuditEntry } from '../../../core/contract/audit.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { stateWords } from '../../util/words.ts';

const LOOKS: Readonly<Record<AuditEntry['outcome'], StatusIndicatorProps.Type>> = {
  done: 'success',
  denied: 'stopped',
  failed: 'error',
};

/** The columns of the audit table. */
export function auditColumns(): readonly TableProps.ColumnDefinition<AuditEntry>[] {
  return [
    { id: 'at', header: 'When', cell: ({ at }) => <Moment at={at} /> },
    {
      id: 'actor',
      header: 'Actor',
      minWidth: 110,
      maxWidth: 170,
      cell: ({ actor }) => (
        <span className="break" title={actor.sub}>
          {shortId(actor.sub)}
        </span>
      ),
    },
    {
      id: 'action',
      header: 'Action',
      isRowHeader: true,
      cell: ({ action }) => <span className="mono">{action}</span>,
    },
    {
      id: 'outcome',
      header: 'Outcome',
      cell: ({ outcome }) => <StatusIndicator type={LOOKS[outcome]}>{stateWords(outcome)}</StatusIndicator>,
    },
    {
      id: 'target',
      header: 'Target',
      minWidth: 140,
      cell: ({ target }) => <span className="break">{target}</span>,
    },
    { id: 'reason', header: 'Why', minWidth: 200, cell: reasonCell },
    {
      id: 'link',
      header: 'Stream and number',
      minWidth: 190,
      cell: ({ stream, seq }) => `${stream} #${seq}`,
    },
    {
      id: 'hash',
      header: 'Hash',
      cell: ({ hash }) => (
        <span className="mono" title={hash}>
          {hash.slice(0, 10)}
        </span>
      ),
    },
  ];
}

function reasonCell({ reason, changeId, action }: AuditEntry) {
  return (
    <span className="break">
      {reason}{' '}
      {changeId && (
        <AppLink href={`/changes/${changeId}`} ariaLabel={`Change of ${action}: ${reason}`}>
          change
        </AppLink>
      )}
    </span>
  );
}

/** A name with its long hexadecimal parts cut to eight characters; the whole of it stands in the tooltip. */
function shortId(name: string): string {
  return name.replace(/[0-9a-f]{16,}/g, (hex) => `${hex.slice(0, 8)}…`);
}
