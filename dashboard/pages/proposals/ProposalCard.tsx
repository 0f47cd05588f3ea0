import Badge from '@cloudscape-design/components/badge';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { lazy, Suspense } from 'react';
import type { Proposal } from '../../../core/contract/proposal.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { State } from '../../ui/State.tsx';
import { ApplyButton } from './ApplyButton.tsx';
import { ProposalMoney } from './ProposalMoney.tsx';
import { ProposalReasons } from './ProposalReasons.tsx';
import { CLASS_WORDS, PROPOSAL_LOOKS, proposalTitle, proposesSomething } from './proposal-looks.ts';

const SizeChart = lazy(async () => ({ default: (await import('./SizeChart.tsx')).SizeChart }));

interface ProposalCardProps {
  readonly proposal: Proposal;
  /** Whether the heading leads to the proposal's own page. */
  readonly linked?: boolean;
}

/** What the night proposes for one service: the change, its money, its evidence, and what else was looked at. */
export function ProposalCard({ proposal, linked = true }: ProposalCardProps) {
  const { class: kind, at, id, service } = proposal;
  const title = proposalTitle(proposal);
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={proposesSomething(proposal) ? <ApplyButton proposal={proposal} /> : undefined}
          description={
            <>
              <Badge color={CLASS_WORDS[kind].color}>{CLASS_WORDS[kind].word}</Badge>{' '}
              <AppLink href={`/services/${service}`} ariaLabel={`${service}, of: ${title}`}>
                {service}
              </AppLink>
              , proposed <Moment at={at} as="relative" />
            </>
          }
        >
          {linked ? <AppLink href={`/proposals/${id}`}>{title}</AppLink> : title}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Grid gridDefinition={[{ colspan: { default: 12, s: 7 } }, { colspan: { default: 12, s: 5 } }]}>
          <SpaceBetween size="s">
            <Standing proposal={proposal} />
            <ProposalMoney proposal={proposal} />
          </SpaceBetween>
          <Suspense fallback={<div className="chart-seat" />}>
            <SizeChart proposal={proposal} />
          </Suspense>
        </Grid>
        <ExpandableSection
          headerText="Why, what else was looked at, how it is verified and undone"
          headingTagOverride="h3"
          variant="footer"
          defaultExpanded={!linked}
        >
          <ProposalReasons proposal={proposal} />
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}

function Standing({ proposal }: { readonly proposal: Proposal }) {
  const { status, statusReason, verifyUntil, changeId, service } = proposal;
  return (
    <div>
      <State of={status} looks={PROPOSAL_LOOKS} /> <span className="break">{statusReason}</span>
      {status === 'VERIFYING' && verifyUntil && (
        <>
          {' '}
          Verified until <Moment at={verifyUntil} />.
        </>
      )}
      {changeId && (
        <>
          {' '}
          <AppLink href={`/changes/${changeId}`} ariaLabel={`Its change: ${service}`}>
            Its change
          </AppLink>
        </>
      )}
    </div>
  );
}
