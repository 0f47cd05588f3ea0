import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Steps, { type StepsProps } from '@cloudscape-design/components/steps';
import type { PolicyView } from '../../../core/contract/policy.ts';
import { useNow } from '../../api/virtual-clock.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { span } from '../../util/time.ts';
import { Convergence } from './Convergence.tsx';
import { missingWords } from './missing-words.ts';

const STEPS = ['One task', 'A quarter of the tasks', 'All tasks'];

/** How far the newest version has come: which step, who is missing, and what it waits for. */
export function RollOut({ policy }: { readonly policy: PolicyView }) {
  const { newest } = policy;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            <>
              Decided as {newest.decision.policy}, trace {newest.decision.trace_id}.{' '}
              {newest.changeId && <AppLink href={`/changes/${newest.changeId}`}>Its change</AppLink>}
            </>
          }
        >
          Roll-out of version {newest.number}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Steps ariaLabel="Steps of the roll-out" orientation="horizontal" steps={stepsOf(policy)} />
        {newest.status !== 'ACTIVE' && (
          <Alert type={alertOf(policy)}>
            {newest.statusReason}
            {newest.bakeUntil && newest.status === 'ROLLING_OUT' && <BakeLeft until={newest.bakeUntil} />}
          </Alert>
        )}
        <Convergence policy={policy} />
        <div>
          <strong>Who is missing:</strong> {missingWords(policy)}
        </div>
      </SpaceBetween>
    </Container>
  );
}

function BakeLeft({ until }: { readonly until: string }) {
  const left = Date.parse(until) - useNow(1_000);
  return left > 0 && <span className="digits"> Watched for another {span(left)}.</span>;
}

function alertOf({ newest }: PolicyView) {
  if (['INVALID', 'ROLLING_BACK', 'ROLLED_BACK'].includes(newest.status)) return 'error';
  return newest.status === 'PAUSED' ? 'warning' : 'info';
}

function stepsOf({ newest }: PolicyView): StepsProps.Step[] {
  const isOver = newest.status === 'ACTIVE' || newest.status === 'SUPERSEDED';
  const stopped = !isOver && newest.status !== 'ROLLING_OUT' && newest.status !== 'PAUSED';
  return STEPS.map((header, step) => ({ header, ...placeOf(isOver ? -1 : step - newest.step, stopped) }));
}

type Place = Pick<StepsProps.Step, 'status' | 'statusIconAriaLabel'>;

/** How a step looks that lies `distance` steps after the current one. */
function placeOf(distance: number, stopped: boolean): Place {
  if (distance < 0) return { status: 'success', statusIconAriaLabel: 'done' };
  if (stopped) return { status: 'stopped', statusIconAriaLabel: 'not under way' };
  if (distance > 0) return { status: 'not-started', statusIconAriaLabel: 'to come' };
  return { status: 'in-progress', statusIconAriaLabel: 'now' };
}
