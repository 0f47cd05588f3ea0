import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { itemsOf, type Pages } from '../api/pages.ts';
import { Failure } from './Failure.tsx';
import { MoreButton } from './MoreButton.tsx';
import { useTitle } from './use-title.ts';

interface PagedTableProps<Item> {
  /** What is listed, as the page is called, e.g. `Approvals`. */
  readonly name: string;
  readonly description: string;
  readonly pages: Pages<Item>;
  readonly filter?: ReactNode;
  readonly empty: string;
  readonly columns: readonly TableProps.ColumnDefinition<Item>[];
}

/** A page that is one list, read page by page: how many there are so far, and a button for older ones. */
export function PagedTable<Item>({
  name,
  description,
  pages,
  filter,
  empty,
  columns,
}: PagedTableProps<Item>) {
  useTitle(name);
  const items = itemsOf(pages);
  const what = name.toLowerCase();
  if (pages.isError) return <Failure cause={pages.error} onRetry={() => void pages.refetch()} />;
  return (
    <Table
      variant="full-page"
      wrapLines
      header={
        <Header
          variant="h1"
          counter={`(${items.length}${pages.hasNextPage ? '+' : ''})`}
          description={description}
        >
          {name}
        </Header>
      }
      filter={filter}
      ariaLabels={{ tableLabel: name }}
      items={items}
      trackBy="id"
      loading={pages.isPending}
      loadingText={`Reading the ${what}`}
      empty={empty}
      footer={<MoreButton pages={pages} what={what} />}
      columnDefinitions={columns}
    />
  );
}
