import Badge from '@cloudscape-design/components/badge';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { Revision, ServiceView } from '../../../core/contract/service.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { shortImage, stateWords, taskSize } from '../../util/words.ts';
import { DeploymentsTable } from './DeploymentsTable.tsx';
import { useRevisions } from './use-revisions.ts';

const LOOKS = { pending: 'in-progress', succeeded: 'success', failed: 'error' } as const;

/** What ran under which number, and how each rollout went. */
export function RevisionsTab({ view }: { readonly view: ServiceView }) {
  const revisions = useRevisions(view.name);
  return (
    <SpaceBetween size="l">
      <Table
        variant="container"
        wrapLines
        header={
          <Header variant="h2" description="What may run again with one roll back; the newest 20 are kept">
            Revisions
          </Header>
        }
        ariaLabels={{ tableLabel: 'Revisions' }}
        items={revisions.data?.items ?? []}
        trackBy="number"
        loading={revisions.isPending}
        loadingText="Reading the revisions"
        empty="No revision yet."
        columnDefinitions={[
          {
            id: 'number',
            header: 'Revision',
            isRowHeader: true,
            cell: (one) => <Named revision={one} running={view.revision} />,
          },
          {
            id: 'outcome',
            header: 'Rollout',
            cell: ({ outcome }) => (
              <StatusIndicator type={LOOKS[outcome]}>{stateWords(outcome)}</StatusIndicator>
            ),
          },
          {
            id: 'image',
            header: 'Image',
            cell: ({ content }) => <span className="break">{shortImage(content.image)}</span>,
          },
          { id: 'size', header: 'Size of a task', cell: ({ content }) => taskSize(content) },
          { id: 'at', header: 'Made', cell: ({ createdAt }) => <Moment at={createdAt} as="relative" /> },
          {
            id: 'change',
            header: 'Change',
            cell: ({ changeId, number }) => (
              <AppLink href={`/changes/${changeId}`} ariaLabel={`open the change of revision ${number}`}>
                open
              </AppLink>
            ),
          },
        ]}
      />
      <DeploymentsTable name={view.name} />
    </SpaceBetween>
  );
}

function Named({ revision, running }: { readonly revision: Revision; readonly running: number }) {
  return (
    <>
      {revision.number} {revision.number === running && <Badge color="blue">shall run</Badge>}
    </>
  );
}
