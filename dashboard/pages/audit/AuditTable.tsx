import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { AuditEntry } from '../../../core/contract/audit.ts';
import { KEYS } from '../../api/keys.ts';
import { itemsOf, usePages } from '../../api/pages.ts';
import { Failure } from '../../ui/Failure.tsx';
import { MoreButton } from '../../ui/MoreButton.tsx';
import { AuditActions } from './AuditActions.tsx';
import { type AuditFilter, AuditFilters } from './AuditFilters.tsx';
import { auditColumns } from './audit-columns.tsx';

interface AuditTableProps {
  readonly verifying: boolean;
  readonly onVerify: () => void;
}

/** The audit entries, newest first, by stream, actor and action. */
export function AuditTable({ verifying, onVerify }: AuditTableProps) {
  const [filter, setFilter] = useState<AuditFilter>({ stream: '', actor: '', action: '' });
  const pages = usePages<AuditEntry>([...KEYS.audit, filter], (client, { signal, ...page }) =>
    client.listAudit({ query: { ...given(filter), ...page }, signal }),
  );
  const entries = itemsOf(pages);
  return (
    <Table
      variant="full-page"
      wrapLines
      contentDensity="compact"
      header={
        <Header
          variant="h1"
          counter={`(${entries.length}${pages.hasNextPage ? '+' : ''})`}
          description="Every entry carries the hash of the one before it in its stream"
          actions={<AuditActions verifying={verifying} onVerify={onVerify} />}
        >
          Audit
        </Header>
      }
      filter={<AuditFilters filter={filter} onChange={setFilter} />}
      ariaLabels={{ tableLabel: 'Audit entries' }}
      items={entries}
      trackBy="id"
      loading={pages.isPending}
      loadingText="Reading the audit trail"
      empty={
        pages.isError ? <Failure cause={pages.error} /> : 'No entry matches. Clear a filter to see more.'
      }
      footer={<MoreButton pages={pages} what="entries" />}
      columnDefinitions={auditColumns()}
    />
  );
}

function given(filter: AuditFilter): Partial<AuditFilter> {
  return Object.fromEntries(Object.entries(filter).filter(([, text]) => text !== ''));
}
