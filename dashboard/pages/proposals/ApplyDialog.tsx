import type { Proposal } from '../../../core/contract/proposal.ts';
import { useAct } from '../../api/read.ts';
import { AppLink } from '../../ui/AppLink.tsx';
import { DialogFrame } from '../../ui/DialogFrame.tsx';
import { notify } from '../../ui/notices.ts';
import { signedUsd } from '../../util/money.ts';
import { limitsWords } from './proposal-looks.ts';

interface ApplyDialogProps {
  readonly proposal: Proposal;
  readonly onClose: () => void;
}

/** Asks once more, with the money, then applies a proposal. */
export function ApplyDialog({ proposal, onClose }: ApplyDialogProps) {
  const { id, service, before, after, cost } = proposal;
  const act = useAct((client) => client.applyProposal({ params: { id } }), {
    onDone: ({ id: changeId, statusReason }) => {
      notify({
        type: 'success',
        text: (
          <>
            {service}: {statusReason} <AppLink href={`/changes/${changeId}`}>Follow it</AppLink>
          </>
        ),
      });
      onClose();
    },
  });
  return (
    <DialogFrame
      title={`Apply the proposal for ${service}`}
      verb="Apply"
      busy={act.isPending}
      problem={act.error}
      onAct={() => act.mutate(undefined)}
      onClose={onClose}
    >
      <div>
        {limitsWords(before)} <strong>→ {limitsWords(after)}</strong>
      </div>
      <div>
        Expected {signedUsd(cost.expected.deltaMicroUsd)}, at most {signedUsd(cost.ceiling.deltaMicroUsd)} a
        month, compute only. Where people have to approve it, it waits for them.
      </div>
    </DialogFrame>
  );
}
