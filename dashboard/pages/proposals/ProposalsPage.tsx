import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Proposal } from '../../../core/contract/proposal.ts';
import { itemsOf } from '../../api/pages.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { MoreButton } from '../../ui/MoreButton.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { Waiting } from '../../ui/Waiting.tsx';
import { Savings } from '../budgets/Savings.tsx';
import { NothingProposed } from './NothingProposed.tsx';
import { ProposalCard } from './ProposalCard.tsx';
import { proposesSomething } from './proposal-looks.ts';
import { useProposals } from './use-proposals.ts';

const OPEN: readonly Proposal['status'][] = ['RECOMMENDED', 'AWAITING_APPROVAL', 'APPLYING', 'VERIFYING'];
const VIEWS = [
  { id: 'open', text: 'Open' },
  { id: 'all', text: 'All' },
];

/** What the nightly optimizer proposes, saves, and left as it is. */
export function ProposalsPage() {
  useTitle('Optimizer');
  const [view, setView] = useState('open');
  const pages = useProposals();
  const read = itemsOf(pages);
  const cards = read.filter((one) => proposesSomething(one) && (view === 'all' || OPEN.includes(one.status)));
  if (pages.isError) return <Failure cause={pages.error} onRetry={() => void pages.refetch()} />;
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        counter={`(${cards.length}${pages.hasNextPage ? '+' : ''})`}
        description={
          <>
            What the night job <AppLink href="/jobs/optimize-resources">optimize-resources</AppLink> would
            change. Every number is computed from what was measured.
          </>
        }
        actions={
          <SegmentedControl
            label="Which proposals"
            options={VIEWS}
            selectedId={view}
            onChange={({ detail }) => setView(detail.selectedId)}
          />
        }
      >
        Optimizer
      </Header>
      <Savings />
      {pages.isPending && <Waiting lines={6} />}
      {pages.isSuccess && cards.length === 0 && (
        <Box color="text-body-secondary">
          {read.length === 0
            ? 'The optimizer has not proposed anything yet: it runs at night.'
            : 'No proposal is open.'}
        </Box>
      )}
      {cards.map((proposal) => (
        <ProposalCard key={proposal.id} proposal={proposal} />
      ))}
      <NothingProposed proposals={read.filter((one) => !proposesSomething(one))} />
      <MoreButton pages={pages} what="proposals" />
    </SpaceBetween>
  );
}
