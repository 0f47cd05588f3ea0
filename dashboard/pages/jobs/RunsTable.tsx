import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { JobRun, JobView } from '../../../core/contract/job.ts';
import { itemsOf } from '../../api/pages.ts';
import { Failure } from '../../ui/Failure.tsx';
import { MoreButton } from '../../ui/MoreButton.tsx';
import { useRefusedToChange } from '../../ui/may-change.ts';
import { CancelRunDialog } from './CancelRunDialog.tsx';
import { runColumns } from './run-columns.tsx';
import { OPEN_RUNS, usualSeconds } from './run-looks.ts';
import { useRuns } from './use-jobs.ts';
import { tickWords } from './wall-words.ts';

/** The runs of a job, newest first, with their attempts. */
export function RunsTable({ view }: { readonly view: JobView }) {
  const pages = useRuns(view.name);
  const [cancelled, cancel] = useState<JobRun>();
  const refused = useRefusedToChange();
  const runs = itemsOf(pages);
  const disabled = refused === undefined ? {} : { disabled: true, disabledReason: refused };
  return (
    <>
      <Table
        variant="container"
        wrapLines
        contentDensity="compact"
        header={
          <Header
            variant="h2"
            counter={`(${runs.length}${pages.hasNextPage ? '+' : ''})`}
            description={`Newest first; the last ${view.spec.history} that ended are kept`}
          >
            Runs
          </Header>
        }
        ariaLabels={{ tableLabel: `Runs of ${view.name}` }}
        items={runs}
        trackBy="id"
        loading={pages.isPending}
        loadingText="Reading the runs"
        empty={pages.isError ? <Failure cause={pages.error} /> : 'It has not run yet.'}
        footer={<MoreButton pages={pages} what="runs" />}
        columnDefinitions={runColumns({
          usualSec: usualSeconds(view.recentRuns),
          action: (run) =>
            OPEN_RUNS.includes(run.status) && (
              <Button
                variant="inline-link"
                {...disabled}
                ariaLabel={`Cancel the run of ${tickWords(run.tick)}`}
                onClick={() => cancel(run)}
              >
                Cancel
              </Button>
            ),
        })}
      />
      {cancelled && <CancelRunDialog run={cancelled} onClose={() => cancel(undefined)} />}
    </>
  );
}
