import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { PolicyPreview } from '../../../core/contract/policy.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { count } from '../../util/words.ts';

type Difference = PolicyPreview['differs'][number];

/** Which changes a candidate would have judged otherwise. */
export function PreviewResult({ preview }: { readonly preview: PolicyPreview }) {
  const { replayed, differs } = preview;
  const asked = `${count(replayed, 'change')} asked again`;
  if (differs.length === 0)
    return <StatusIndicator type="success">{asked}: every one is judged as before.</StatusIndicator>;
  return (
    <>
      <StatusIndicator type="warning">
        {asked}: {differs.length} would be judged otherwise.
      </StatusIndicator>
      <Table
        variant="borderless"
        contentDensity="compact"
        wrapLines
        ariaLabels={{ tableLabel: 'Changes judged otherwise' }}
        items={differs}
        trackBy="changeId"
        columnDefinitions={COLUMNS}
      />
    </>
  );
}

const COLUMNS: readonly TableProps.ColumnDefinition<Difference>[] = [
  {
    id: 'change',
    header: 'Change of',
    isRowHeader: true,
    cell: ({ changeId, target }) => <AppLink href={`/changes/${changeId}`}>{target}</AppLink>,
  },
  { id: 'before', header: 'Judged', cell: ({ before }) => before },
  { id: 'after', header: 'Would be judged', cell: ({ after }) => <strong>{after}</strong> },
  {
    id: 'clause',
    header: 'Clause',
    cell: ({ clause }) => <span className="break">{clause ?? 'none named'}</span>,
  },
];
