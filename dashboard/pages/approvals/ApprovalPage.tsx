import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { ApprovalView } from '../../../core/contract/approval.ts';
import { KEYS } from '../../api/keys.ts';
import { useChange, useRead } from '../../api/read.ts';
import { Answered } from '../../ui/Answered.tsx';
import { AppLink } from '../../ui/AppLink.tsx';
import { Moment } from '../../ui/Moment.tsx';
import { PlanView } from '../../ui/PlanView.tsx';
import { State } from '../../ui/State.tsx';
import { APPROVAL_LOOKS } from '../../ui/status-looks.ts';
import { useTitle } from '../../ui/use-title.ts';
import { ApprovalCard } from './ApprovalCard.tsx';

/** One question with its votes and the whole plan, at an address that can be passed on. */
export function ApprovalPage({ id }: { readonly id: string }) {
  useTitle('Approval');
  const approval = useRead(KEYS.approval(id), (client, signal) =>
    client.getApproval({ params: { id }, signal }),
  );
  return (
    <Answered query={approval} lines={8}>
      {(view) => (
        <SpaceBetween size="l">
          <Header variant="h1" description={WORDS[view.kind]}>
            Approval
          </Header>
          <ApprovalCard approval={view} linked={false} />
          <Facts approval={view} />
          <Votes approval={view} />
          <PlanPart changeId={view.changeId} />
        </SpaceBetween>
      )}
    </Answered>
  );
}

const WORDS: Readonly<Record<ApprovalView['kind'], string>> = {
  change: 'May this change be done?',
  promotion: 'May the canary go on to all tasks?',
  review: 'Was it right to break the glass?',
};

function Facts({ approval }: { readonly approval: ApprovalView }) {
  return (
    <Container>
      <KeyValuePairs
        columns={4}
        minColumnWidth={170}
        items={[
          {
            label: 'Status',
            value: (
              <>
                <State of={approval.status} looks={APPROVAL_LOOKS} />
                <div className="soft break">{approval.statusReason}</div>
              </>
            ),
          },
          {
            label: 'Asked by',
            value: (
              <>
                {approval.requestedBy.sub}, <Moment at={approval.openedAt} />
              </>
            ),
          },
          { label: 'Ends', value: <Moment at={approval.expiresAt} as="full" /> },
          {
            label: 'Service',
            value: <AppLink href={`/services/${approval.service}`}>{approval.service}</AppLink>,
          },
          ...(approval.replacedBy
            ? [
                {
                  label: 'Replaced by',
                  value: <AppLink href={`/approvals/${approval.replacedBy}`}>a newer request</AppLink>,
                },
              ]
            : []),
        ]}
      />
    </Container>
  );
}

function Votes({ approval }: { readonly approval: ApprovalView }) {
  return (
    <Table
      variant="container"
      wrapLines
      header={
        <Header variant="h2" counter={`(${approval.votes.length})`}>
          Votes
        </Header>
      }
      ariaLabels={{ tableLabel: 'Votes' }}
      items={approval.votes}
      trackBy="by"
      empty="Nobody voted yet."
      columnDefinitions={[
        { id: 'by', header: 'Who', isRowHeader: true, cell: ({ by }) => by },
        { id: 'group', header: 'For the group', cell: ({ group }) => group },
        {
          id: 'verdict',
          header: 'Vote',
          cell: ({ verdict }) => (verdict === 'approve' ? 'Approved' : 'Rejected'),
        },
        {
          id: 'comment',
          header: 'Comment',
          cell: ({ comment }) => <span className="break">{comment ?? 'none'}</span>,
        },
        { id: 'at', header: 'When', cell: ({ at }) => <Moment at={at} as="full" /> },
      ]}
    />
  );
}

function PlanPart({ changeId }: { readonly changeId: string }) {
  const change = useChange(changeId);
  return (
    <Container
      header={
        <Header variant="h2" description={<AppLink href={`/changes/${changeId}`}>The change</AppLink>}>
          The whole plan
        </Header>
      }
    >
      <Answered query={change}>{({ plan }) => <PlanView plan={plan} />}</Answered>
    </Container>
  );
}
