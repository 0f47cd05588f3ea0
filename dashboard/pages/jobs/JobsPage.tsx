import { useCollection } from '@cloudscape-design/collection-hooks';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import Toggle from '@cloudscape-design/components/toggle';
import { useMemo, useState } from 'react';
import type { JobView } from '../../../core/contract/job.ts';
import { itemsOf } from '../../api/pages.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { GoButton } from '../../ui/GoButton.tsx';
import { MoreButton } from '../../ui/MoreButton.tsx';
import { useRefusedToChange } from '../../ui/may-change.ts';
import { useTitle } from '../../ui/use-title.ts';
import { count } from '../../util/words.ts';
import { jobColumns } from './job-columns.tsx';
import { useJobs } from './use-jobs.ts';

/** Every scheduled job: when it runs next, how its last runs went, and what it cost. */
export function JobsPage() {
  useTitle('Jobs');
  const [retired, setRetired] = useState(false);
  const pages = useJobs(retired);
  const all = useMemo(() => itemsOf({ data: pages.data }), [pages.data]);
  const list = useJobTable(all);
  const refused = useRefusedToChange();
  if (pages.isError) return <Failure cause={pages.error} onRetry={() => void pages.refetch()} />;
  return (
    <Table
      {...list.collectionProps}
      variant="full-page"
      stickyHeader
      wrapLines
      items={list.items}
      trackBy="name"
      loading={pages.isPending}
      loadingText="Reading the jobs"
      ariaLabels={{ tableLabel: 'Jobs' }}
      columnDefinitions={jobColumns()}
      header={
        <Header
          variant="awsui-h1-sticky"
          counter={`(${all.length}${pages.hasNextPage ? '+' : ''})`}
          description="What runs by itself, and when. Money is compute only."
          actions={
            <GoButton href="/jobs/new" variant="primary" refused={refused}>
              Schedule a job
            </GoButton>
          }
        >
          Jobs
        </Header>
      }
      filter={
        <div className="legend" style={{ alignItems: 'center' }}>
          <TextFilter
            {...list.filterProps}
            filteringPlaceholder="Find by name, status, program or schedule"
            filteringAriaLabel="Find jobs"
            countText={count(list.filteredItemsCount ?? 0, 'match', 'matches')}
          />
          <Toggle checked={retired} onChange={({ detail }) => setRetired(detail.checked)}>
            Show retired
          </Toggle>
        </div>
      }
      footer={<MoreButton pages={pages} what="jobs" />}
    />
  );
}

function useJobTable(all: readonly JobView[]) {
  return useCollection(all, {
    filtering: {
      empty: <NoJobs />,
      noMatch: 'No job matches. Clear the filter to see all.',
      filteringFunction: ({ name, status, program, spec }, text) =>
        [name, status, program, spec.schedule, spec.owner]
          .join(' ')
          .toLowerCase()
          .includes(text.toLowerCase()),
    },
    sorting: { defaultState: { sortingColumn: { sortingField: 'name' } } },
  });
}

function NoJobs() {
  return (
    <>
      No job is scheduled. <AppLink href="/jobs/new">Schedule one</AppLink>: a name, a schedule and an image
      are enough.
    </>
  );
}
