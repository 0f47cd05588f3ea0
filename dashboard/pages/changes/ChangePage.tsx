import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Change } from '../../../core/contract/change.ts';
import { KEYS } from '../../api/keys.ts';
import { useChange, useRead } from '../../api/read.ts';
import { Answered } from '../../ui/Answered.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { PlanView } from '../../ui/PlanView.tsx';
import { State } from '../../ui/State.tsx';
import { CHANGE_LOOKS } from '../../ui/status-looks.ts';
import { Timeline } from '../../ui/Timeline.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { changeTitle } from '../../util/words.ts';
import { ChangeActions } from './ChangeActions.tsx';

/** One change: where it stands and why, its plan, and what happened to it. */
export function ChangePage({ id }: { readonly id: string }) {
  const change = useChange(id);
  useTitle(change.data ? changeTitle(change.data) : 'Change');
  return (
    <Answered query={change} lines={8}>
      {(one) => <ChangeDetail change={one} />}
    </Answered>
  );
}

function ChangeDetail({ change }: { readonly change: Change }) {
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={change.reason} actions={<ChangeActions change={change} />}>
        {changeTitle(change)}
      </Header>
      <Container>
        <ChangeFacts change={change} />
      </Container>
      <Container header={<Header variant="h2">The plan</Header>}>
        <PlanView plan={change.plan} />
      </Container>
      {change.target.kind === 'service' && <ChangeTimeline change={change} />}
    </SpaceBetween>
  );
}

function ChangeFacts({ change }: { readonly change: Change }) {
  const { status, statusReason, requestedBy, createdAt, updatedAt, target, revertsAt } = change;
  const home = target.kind === 'service' ? `/services/${target.name}` : '/budgets';
  return (
    <KeyValuePairs
      columns={4}
      minColumnWidth={170}
      items={[
        {
          label: 'Status',
          value: (
            <>
              <State of={status} looks={CHANGE_LOOKS} />
              <div className="soft break">{statusReason}</div>
            </>
          ),
        },
        { label: 'Target', value: <AppLink href={home}>{target.name}</AppLink> },
        {
          label: 'Asked for by',
          value: (
            <>
              {requestedBy.sub}, <Moment at={createdAt} />
            </>
          ),
        },
        { label: 'Last moved', value: <Moment at={updatedAt} as="relative" /> },
        ...(revertsAt ? [{ label: 'Goes back', value: <Moment at={revertsAt} as="full" /> }] : []),
        ...(change.approvalId
          ? [{ label: 'Approval', value: <AppLink href={`/approvals/${change.approvalId}`}>open</AppLink> }]
          : []),
        ...(change.replacedBy
          ? [
              {
                label: 'Replaced by',
                value: <AppLink href={`/changes/${change.replacedBy}`}>a newer change</AppLink>,
              },
            ]
          : []),
        { label: 'Correlation id', value: <span className="mono break">{change.correlationId}</span> },
      ]}
    />
  );
}

/** The part of the service's timeline that belongs to this change. */
function ChangeTimeline({ change }: { readonly change: Change }) {
  const { name } = change.target;
  const timeline = useRead([...KEYS.service(name), 'timeline', 'of-changes'], (client, signal) =>
    client.getTimeline({ params: { name }, query: { limit: 100 }, signal }),
  );
  return (
    <Container header={<Header variant="h2">What happened</Header>}>
      <Answered query={timeline}>
        {({ items }) => {
          const entries = items.filter(({ changeId }) => changeId === change.id);
          if (entries.length > 0) return <Timeline entries={entries} />;
          return (
            <span className="soft">
              Nothing of this change is among the newest entries of{' '}
              <AppLink href={`/services/${name}/timeline`}>the timeline of {name}</AppLink>.
            </span>
          );
        }}
      </Answered>
    </Container>
  );
}
