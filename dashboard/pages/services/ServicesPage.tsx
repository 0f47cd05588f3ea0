import { useCollection } from '@cloudscape-design/collection-hooks';
import Pagination from '@cloudscape-design/components/pagination';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import Toggle from '@cloudscape-design/components/toggle';
import { useEffect, useMemo, useState } from 'react';
import type { ServiceView } from '../../../core/contract/service.ts';
import { itemsOf } from '../../api/pages.ts';
import { useCpuOf, useServices } from '../../api/services.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { count } from '../../util/words.ts';
import { ServicesHeader } from './ServicesHeader.tsx';
import { serviceColumns } from './service-columns.tsx';

const ROWS = 25;

/** Every service: how it is, how busy, how many tasks, and what it costs. */
export function ServicesPage() {
  useTitle('Services');
  const [retired, setRetired] = useState(false);
  const services = useServices(retired);
  const all = useMemo(() => itemsOf({ data: services.data }), [services.data]);
  const list = useServiceTable(all);
  const cpu = useCpuOf(list.items);
  useReadOn(services, list.needsAll);
  if (services.isError) return <Failure cause={services.error} onRetry={() => void services.refetch()} />;
  return (
    <Table
      {...list.collectionProps}
      variant="full-page"
      stickyHeader
      stickyHeaderVerticalOffset={0}
      items={list.items}
      trackBy="name"
      loading={services.isPending}
      loadingText="Reading the services"
      ariaLabels={{ tableLabel: 'Services' }}
      columnDefinitions={serviceColumns((name) => cpu.data?.items.find(({ service }) => service === name))}
      header={<ServicesHeader counter={`(${all.length}${services.hasNextPage ? '+' : ''})`} />}
      filter={
        <div className="legend" style={{ alignItems: 'center' }}>
          <TextFilter
            {...list.filterProps}
            filteringPlaceholder="Find by name, status, owner or image"
            filteringAriaLabel="Find services"
            countText={count(list.filteredItemsCount ?? 0, 'match', 'matches')}
          />
          <Toggle checked={retired} onChange={({ detail }) => setRetired(detail.checked)}>
            Show retired
          </Toggle>
        </div>
      }
      pagination={<Pagination {...list.paginationProps} openEnd={services.hasNextPage} />}
    />
  );
}

function useServiceTable(all: readonly ServiceView[]) {
  const list = useCollection(all, {
    filtering: {
      empty: <NoServices />,
      noMatch: 'No service matches. Clear the filter to see all.',
      filteringFunction: (service, text) => searchable(service).includes(text.toLowerCase()),
    },
    sorting: { defaultState: { sortingColumn: { sortingField: 'name' } } },
    pagination: { pageSize: ROWS },
  });
  const isFiltered = list.filterProps.filteringText !== '';
  const isOnLastPage = list.paginationProps.currentPageIndex >= list.paginationProps.pagesCount;
  const sorted = list.collectionProps.sortingColumn?.sortingField !== 'name';
  return { ...list, needsAll: isFiltered || isOnLastPage || sorted };
}

/** Reads further pages while what is shown needs them: a filter or a sort order speaks of every service. */
function useReadOn(services: ReturnType<typeof useServices>, needsAll: boolean): void {
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = services;
  useEffect(() => {
    if (needsAll && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [needsAll, hasNextPage, isFetchingNextPage, fetchNextPage]);
}

function searchable({ name, status, health, image, program, spec }: ServiceView): string {
  return [name, status.replaceAll('_', ' '), health.state, image, program, spec.owner]
    .join(' ')
    .toLowerCase();
}

function NoServices() {
  return (
    <>
      No service runs yet. <AppLink href="/services/new">Deploy a service</AppLink>: a name and an image are
      enough.
    </>
  );
}
