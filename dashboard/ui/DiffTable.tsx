import Table from '@cloudscape-design/components/table';
import type { DiffLine } from '../../core/contract/change.ts';
import { fieldWords, plainValue } from '../util/words.ts';

/** What a Change alters, field by field: before and after. */
export function DiffTable({ diff }: { readonly diff: readonly DiffLine[] }) {
  return (
    <Table
      variant="borderless"
      contentDensity="compact"
      wrapLines
      items={diff}
      trackBy="path"
      ariaLabels={{ tableLabel: 'What changes' }}
      columnDefinitions={[
        {
          id: 'path',
          header: 'Field',
          cell: ({ path }) => <span className="break">{fieldWords(path)}</span>,
          isRowHeader: true,
        },
        {
          id: 'before',
          header: 'Now',
          cell: ({ before }) => <span className="break">{plainValue(before)}</span>,
        },
        {
          id: 'after',
          header: 'After',
          cell: ({ after }) => <strong className="break">{plainValue(after)}</strong>,
        },
      ]}
      empty="Nothing changes."
    />
  );
}
