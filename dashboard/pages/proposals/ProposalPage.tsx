import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Answered } from '../../ui/Answered.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { ProposalCard } from './ProposalCard.tsx';
import { useProposal } from './use-proposals.ts';

/** One proposal in full, at an address that can be passed on. */
export function ProposalPage({ id }: { readonly id: string }) {
  useTitle('Proposal');
  const proposal = useProposal(id);
  return (
    <Answered query={proposal} lines={8}>
      {(view) => (
        <SpaceBetween size="l">
          <Header variant="h1" description="What the night proposes for one service, and why">
            Proposal
          </Header>
          <ProposalCard proposal={view} linked={false} />
        </SpaceBetween>
      )}
    </Answered>
  );
}
