import type { ButtonProps } from '@cloudscape-design/components/button';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRef, useState } from 'react';
import type { ApprovalView } from '../../../core/contract/approval.ts';
import { RejectDialog } from './RejectDialog.tsx';
import type { VoteState } from './use-vote.ts';

interface VoteButtonsProps {
  readonly approval: ApprovalView;
  readonly state: VoteState;
}

/** Approve and Reject; a viewer who may not vote reads why on the button itself. */
export function VoteButtons({ approval, state }: VoteButtonsProps) {
  const [rejecting, setRejecting] = useState(false);
  const rejectButton = useRef<ButtonProps.Ref>(null);
  const why = state.changed ? 'The plan changed: read the new one first.' : approval.you.because;
  const disabled = state.changed || !approval.you.mayVote;
  const refused = disabled ? { disabled, disabledReason: why } : {};
  if (approval.status !== 'PENDING') return null;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button
        ref={rejectButton}
        {...refused}
        onClick={() => setRejecting(true)}
        ariaLabel={`Reject: ${approval.headline}`}
      >
        Reject
      </Button>
      <Button
        variant="primary"
        {...refused}
        loading={state.voting}
        loadingText="Voting"
        ariaLabel={`Approve: ${approval.headline}`}
        onClick={() => state.vote('approve')}
      >
        Approve
      </Button>
      {rejecting && (
        <RejectDialog
          headline={approval.headline}
          onReject={(comment) => {
            setRejecting(false);
            state.vote('reject', comment);
          }}
          onClose={() => {
            setRejecting(false);
            rejectButton.current?.focus();
          }}
        />
      )}
    </SpaceBetween>
  );
}
