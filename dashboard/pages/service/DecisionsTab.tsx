import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Decision, ScalingOutcome } from '../../../core/contract/scaling.ts';
import type { ServiceView } from '../../../core/contract/service.ts';
import { KEYS } from '../../api/keys.ts';
import { itemsOf, usePages } from '../../api/pages.ts';
import { Failure } from '../../ui/Failure.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { MoreButton } from '../../ui/MoreButton.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { count, stateWords } from '../../util/words.ts';
import { DecisionInputs } from './DecisionInputs.tsx';

const LOOKS: Readonly<Partial<Record<ScalingOutcome, StatusIndicatorProps.Type>>> = {
  SCALED_OUT: 'success',
  SCALED_IN: 'success',
  HELD_NO_DATA: 'warning',
  BLOCKED_BY_CEILING: 'error',
  BLOCKED_BY_POLICY: 'error',
  CONFLICT: 'warning',
};

/** Why the scaler did what it did, and why not something else. */
export function DecisionsTab({ view }: { readonly view: ServiceView }) {
  const { name } = view;
  const pages = usePages([...KEYS.service(name), 'decisions'], (client, { signal, ...query }) =>
    client.listDecisions({ params: { name }, query, signal }),
  );
  const decisions = itemsOf(pages);
  return (
    <Container
      header={
        <Header variant="h2" description="Every decision with what it looked at; kept for 30 days">
          Scaling decisions
        </Header>
      }
    >
      <SpaceBetween size="m">
        {pages.isPending && <Waiting lines={6} />}
        {pages.isError && <Failure cause={pages.error} onRetry={() => void pages.refetch()} />}
        {pages.isSuccess && decisions.length === 0 && (
          <span className="soft">No decision was needed yet.</span>
        )}
        {decisions.map((decision) => (
          <OneDecision key={decision.id} decision={decision} />
        ))}
        <MoreButton pages={pages} what="decisions" />
      </SpaceBetween>
    </Container>
  );
}

function OneDecision({ decision }: { readonly decision: Decision }) {
  const { outcome, from, to, because, whyNot, at, lastAt, repeats, trigger, actor } = decision;
  return (
    <div className="decision">
      <div className="legend">
        <StatusIndicator type={LOOKS[outcome] ?? 'info'}>
          <strong>
            {stateWords(outcome)}
            {from !== to && `: ${from} → ${count(to, 'task')}`}
          </strong>
        </StatusIndicator>
        <span className="soft">
          <Moment at={at} />
          {repeats > 0 && (
            <>
              {' '}
              and {count(repeats, 'time')} again until <Moment at={lastAt} />
            </>
          )}
          {` · by ${actor}, on ${trigger}`}
        </span>
      </div>
      <div>
        <strong>Why:</strong> {because}
      </div>
      <div>
        <strong>Why not otherwise:</strong> {whyNot}
      </div>
      <ExpandableSection headerText="What it looked at" variant="inline">
        <DecisionInputs decision={decision} />
      </ExpandableSection>
    </div>
  );
}
