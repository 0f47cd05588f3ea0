import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ApprovalView } from '../../../core/contract/approval.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { signedUsd } from '../../util/money.ts';
import { ApprovalProgress } from '../approvals/ApprovalProgress.tsx';
import { Countdown } from '../approvals/Countdown.tsx';

/** Open requests the viewer cannot answer, or has answered: who they wait for, and until when. */
export function WaitingForOthers({ approvals }: { readonly approvals: readonly ApprovalView[] }) {
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${approvals.length})`}>
          Waiting for others
        </Header>
      }
    >
      <SpaceBetween size="m">
        {approvals.map((approval) => (
          <div key={approval.id}>
            <AppLink href={`/approvals/${approval.id}`}>{approval.headline}</AppLink>{' '}
            {approval.ceiling.deltaMicroUsd !== 0 && (
              <span className="digits">
                {signedUsd(approval.ceiling.deltaMicroUsd)} a month, compute only
              </span>
            )}
            <div className="soft">
              <Countdown approval={approval} />
              {approval.you.because && ` · ${approval.you.because}`}
            </div>
            <ApprovalProgress approval={approval} />
          </div>
        ))}
      </SpaceBetween>
    </Container>
  );
}
