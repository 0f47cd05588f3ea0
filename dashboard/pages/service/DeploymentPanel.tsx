import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Steps, { type StepsProps } from '@cloudscape-design/components/steps';
import type { DeploymentStatus } from '../../../core/contract/lifecycle.ts';
import type { Deployment } from '../../../core/contract/service.ts';
import { useNow } from '../../api/virtual-clock.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { span } from '../../util/time.ts';
import { count, strategyWords } from '../../util/words.ts';

const ORDER: readonly DeploymentStatus[] = ['PREPARING', 'ROLLING_OUT', 'PAUSED', 'BAKING', 'SUCCEEDED'];
const TITLES: Readonly<Partial<Record<DeploymentStatus, string>>> = {
  PREPARING: 'Prepare',
  ROLLING_OUT: 'Roll out',
  PAUSED: 'Wait for a person',
  BAKING: 'Watch',
  SUCCEEDED: 'Done',
};

/** The deployment in flight: which step it is in, since when, and what it waits for. */
export function DeploymentPanel({ deployment }: { readonly deployment: Deployment }) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            <>
              Started <Moment at={deployment.startedAt ?? deployment.createdAt} as="relative" />;{' '}
              {count(deployment.healthyTasks, 'healthy task')} on the new revision.{' '}
              <AppLink href={`/changes/${deployment.changeId}`}>Its change</AppLink>
            </>
          }
        >
          {titleOf(deployment)}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Steps ariaLabel="Steps of the deployment" orientation="horizontal" steps={stepsOf(deployment)} />
        <Now deployment={deployment} />
      </SpaceBetween>
    </Container>
  );
}

function titleOf({ revision, fromRevision, strategy }: Deployment): string {
  const from = fromRevision === undefined ? '' : `, from revision ${fromRevision}`;
  return `Deployment of revision ${revision}${from} (${strategyWords(strategy)})`;
}

function Now({ deployment }: { readonly deployment: Deployment }) {
  const { status, statusReason, cause, promotionApprovalId } = deployment;
  const bad = status === 'ROLLING_BACK' || cause !== undefined;
  return (
    <Alert type={bad ? 'error' : status === 'PAUSED' ? 'warning' : 'info'}>
      {statusReason}
      {deployment.stage && ` Stage: ${deployment.stage}.`}
      {cause && ` ${cause.plain} Seen ${count(cause.times, 'time')}.`}
      {deployment.bakeUntil && status === 'BAKING' && <BakeLeft until={deployment.bakeUntil} />}
      {promotionApprovalId && (
        <>
          {' '}
          <AppLink href={`/approvals/${promotionApprovalId}`}>Let it go on, or stop it</AppLink>
        </>
      )}
    </Alert>
  );
}

function BakeLeft({ until }: { readonly until: string }) {
  const left = Date.parse(until) - useNow(1_000);
  return <span className="digits"> Watched for another {span(Math.max(0, left))}.</span>;
}

function stepsOf({ status, strategy }: Deployment): StepsProps.Step[] {
  const pauses = strategy.kind === 'canary' && strategy.pause;
  const bakes = strategy.kind !== 'rolling';
  const path = ORDER.filter((step) => (step !== 'PAUSED' || pauses) && (step !== 'BAKING' || bakes));
  const here = path.indexOf(status);
  return path.map((step, index) => ({ header: TITLES[step] ?? step, ...place(index - here, status, here) }));
}

type Place = Pick<StepsProps.Step, 'status' | 'statusIconAriaLabel'>;

/** How a step looks that lies `distance` steps after the current one; `here` is -1 when the rollout left the path. */
function place(distance: number, status: DeploymentStatus, here: number): Place {
  if (here === -1) return { status: 'stopped', statusIconAriaLabel: 'stopped' };
  if (distance < 0) return { status: 'success', statusIconAriaLabel: 'done' };
  if (distance > 0) return { status: 'not-started', statusIconAriaLabel: 'to come' };
  return { status: currentLook(status), statusIconAriaLabel: 'now' };
}

function currentLook(status: DeploymentStatus): StepsProps.Status {
  return status === 'PAUSED' ? 'pending' : 'in-progress';
}
