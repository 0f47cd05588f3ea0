import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { PolicyDecision } from '../../../core/contract/policy.ts';
import { KEYS } from '../../api/keys.ts';
import { itemsOf, usePages } from '../../api/pages.ts';
import { Failure } from '../../ui/Failure.tsx';
import { MoreButton } from '../../ui/MoreButton.tsx';
import { decisionColumns } from './decision-columns.tsx';

const VIEWS = [
  { id: 'all', text: 'All' },
  { id: 'stopped', text: 'Denied or for review' },
];

/** Answers of admission; `policy` narrows them to one. */
export function DecisionsTable({ policy }: { readonly policy?: string }) {
  const [view, setView] = useState('all');
  const pages = usePages(KEYS.policyDecisions, (client, { signal, ...query }) =>
    client.listPolicyDecisions({ query, signal }),
  );
  const read = itemsOf(pages);
  const shown = read.filter(
    (one) => (policy === undefined || isOf(one, policy)) && (view === 'all' || one.status !== 'approved'),
  );
  return (
    <Table
      variant="container"
      wrapLines
      header={
        <Header
          variant="h2"
          counter={`(${shown.length}${pages.hasNextPage ? '+' : ''})`}
          description="Newest first"
        >
          {policy === undefined ? 'Answers of the policies' : `Answers of ${policy}`}
        </Header>
      }
      filter={
        <SegmentedControl
          label="Which decisions"
          options={VIEWS}
          selectedId={view}
          onChange={({ detail }) => setView(detail.selectedId)}
        />
      }
      ariaLabels={{ tableLabel: 'Decisions' }}
      items={shown}
      trackBy="id"
      loading={pages.isPending}
      loadingText="Reading the decisions"
      empty={pages.isError ? <Failure cause={pages.error} /> : emptyWords(read.length)}
      footer={
        <SpaceBetween size="xs">
          <MoreButton pages={pages} what="decisions" />
        </SpaceBetween>
      }
      columnDefinitions={decisionColumns()}
    />
  );
}

/** A decision names every policy that was asked, with its version: `job-training-grant@2+data-safety@1`. */
function isOf({ policy }: PolicyDecision, name: string): boolean {
  return policy.split('+').some((version) => version.split('@')[0] === name);
}

function emptyWords(read: number): string {
  return read === 0
    ? 'No change was judged yet.'
    : `None of the ${read} decisions read so far is of this kind.`;
}
