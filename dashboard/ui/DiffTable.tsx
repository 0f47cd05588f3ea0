import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { DiffLine } from '../../core/contract/change.ts';
import { fieldValue } from '../util/field-value.ts';
import { fieldWords } from '../util/words.ts';

type Column = TableProps.ColumnDefinition<DiffLine>;

const FIELD: Column = {
  id: 'path',
  header: 'Field',
  minWidth: 150,
  isRowHeader: true,
  cell: ({ path }) => <span className="break">{fieldWords(path)}</span>,
};
const BEFORE: Column = {
  id: 'before',
  header: 'Now',
  minWidth: 100,
  cell: ({ path, before }) => <span className="break">{fieldValue(path, before)}</span>,
};
const AFTER: Column = {
  id: 'after',
  header: 'After',
  minWidth: 100,
  cell: ({ path, after }) => <strong className="break">{fieldValue(path, after)}</strong>,
};

/** What a Change alters, field by field. Of something new there is no before, and what stays empty is left out. */
export function DiffTable({ diff }: { readonly diff: readonly DiffLine[] }) {
  const isNew = diff.every(({ before }) => before === undefined || before === null);
  const lines = diff.filter(
    ({ path, before, after }) => fieldValue(path, before) !== fieldValue(path, after),
  );
  return (
    <Table
      variant="borderless"
      contentDensity="compact"
      wrapLines
      items={lines}
      trackBy="path"
      ariaLabels={{ tableLabel: 'What changes' }}
      columnDefinitions={isNew ? [FIELD, AFTER] : [FIELD, BEFORE, AFTER]}
      empty="Nothing changes."
    />
  );
}
