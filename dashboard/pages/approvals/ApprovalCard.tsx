import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Grid from '@cloudscape-design/components/grid';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { lazy, Suspense, useState } from 'react';
import type { ApprovalView } from '../../../core/contract/approval.ts';
import { useChange } from '../../api/read.ts';
import { Answered } from '../../ui/Answered.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { DiffTable } from '../../ui/DiffTable.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { ApprovalMoney } from './ApprovalMoney.tsx';
import { ApprovalProgress } from './ApprovalProgress.tsx';
import { Countdown } from './Countdown.tsx';
import { useVote, type VoteState } from './use-vote.ts';
import { VoteButtons } from './VoteButtons.tsx';

const EvidenceChart = lazy(async () => ({ default: (await import('./EvidenceChart.tsx')).EvidenceChart }));

interface ApprovalCardProps {
  readonly approval: ApprovalView;
  /** Whether the heading leads to the approval's own page. */
  readonly linked?: boolean;
}

/** One question in plain words: what happened, what it may cost, what happens either way, and the answer's buttons. */
export function ApprovalCard({ approval, linked = true }: ApprovalCardProps) {
  const state = useVote(approval);
  return (
    <div data-testid={`approval-${approval.id}`}>
      <Container
        header={
          <Header
            variant="h2"
            actions={<VoteButtons approval={approval} state={state} />}
            description={<Countdown approval={approval} />}
          >
            {linked ? (
              <AppLink href={`/approvals/${approval.id}`} look="heading">
                {approval.headline}
              </AppLink>
            ) : (
              approval.headline
            )}
          </Header>
        }
      >
        <SpaceBetween size="s">
          {state.changed && <ChangedPlan approval={approval} state={state} />}
          {state.problem !== undefined && <Failure cause={state.problem} />}
          <Grid gridDefinition={[{ colspan: { default: 12, m: 7 } }, { colspan: { default: 12, m: 5 } }]}>
            <Question approval={approval} />
            <Suspense fallback={<div className="chart-seat" />}>
              <EvidenceChart approval={approval} />
            </Suspense>
          </Grid>
          <Details approval={approval} />
        </SpaceBetween>
      </Container>
    </div>
  );
}

function Question({ approval }: { readonly approval: ApprovalView }) {
  return (
    <SpaceBetween size="s">
      <ApprovalMoney approval={approval} />
      <div className="prose">
        <p>{approval.sentences.join(' ')}</p>
        <p>
          <strong>If approved:</strong> {approval.ifApproved}
        </p>
        <p>{approval.ifNobodyActs}</p>
      </div>
      <ApprovalProgress approval={approval} />
    </SpaceBetween>
  );
}

/** Says that the plan is not the one that was read, shows the new one, and asks again. */
function ChangedPlan({ approval, state }: { readonly approval: ApprovalView; readonly state: VoteState }) {
  const change = useChange(approval.changeId);
  return (
    <Alert
      type="warning"
      header="The plan changed after you opened it. Your vote was not counted."
      action={<VoteAgain approval={approval} state={state} />}
    >
      <p>This is what would be done now. Read it, then decide again.</p>
      <Answered query={change}>{({ plan }) => <DiffTable diff={plan.diff} />}</Answered>
    </Alert>
  );
}

function VoteAgain({ approval, state }: { readonly approval: ApprovalView; readonly state: VoteState }) {
  if (approval.replacedBy !== undefined)
    return <AppLink href={`/approvals/${approval.replacedBy}`}>Open the new request</AppLink>;
  return <Button onClick={state.accept}>I have read the new plan</Button>;
}

function Details({ approval }: { readonly approval: ApprovalView }) {
  const [open, setOpen] = useState(false);
  const change = useChange(approval.changeId, open);
  return (
    <ExpandableSection
      headerText="What exactly changes"
      headingTagOverride="h3"
      variant="footer"
      expanded={open}
      onChange={({ detail }) => setOpen(detail.expanded)}
    >
      {open && (
        <Answered query={change}>
          {({ id, plan }) => (
            <SpaceBetween size="xs">
              <DiffTable diff={plan.diff} />
              <Box color="text-body-secondary">
                Requested by {approval.requestedBy.sub}. {approval.because.join(' ')}{' '}
                <AppLink href={`/changes/${id}`}>The whole plan</AppLink>
              </Box>
            </SpaceBetween>
          )}
        </Answered>
      )}
    </ExpandableSection>
  );
}
