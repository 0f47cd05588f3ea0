import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import type { Proposal } from '../../../core/contract/proposal.ts';
import { useChange } from '../../api/read.ts';
import { GoButton } from '../../ui/GoButton.tsx';
import { useRefusal } from '../../ui/may-change.ts';
import { stateWords } from '../../util/words.ts';
import { ApplyDialog } from './ApplyDialog.tsx';

/** Applies a proposal, or leads to the approval it waits for; disabled with the reason where neither is possible. */
export function ApplyButton({ proposal }: { readonly proposal: Proposal }) {
  const [asked, ask] = useState(false);
  const { status, class: kind, service, changeId } = proposal;
  const waits = status === 'AWAITING_APPROVAL';
  const change = useChange(changeId ?? '', waits && changeId !== undefined);
  const refused = useRefusal('service:change') ?? refusedNow(status, kind);
  const approval = waits ? change.data?.approvalId : undefined;
  if (approval !== undefined) return <GoButton href={`/approvals/${approval}`}>Open its approval</GoButton>;
  return (
    <>
      <Button
        ariaLabel={`Apply the proposal for ${service}`}
        {...(refused === undefined ? {} : { disabled: true, disabledReason: refused })}
        onClick={() => ask(true)}
      >
        Apply
      </Button>
      {asked && <ApplyDialog proposal={proposal} onClose={() => ask(false)} />}
    </>
  );
}

function refusedNow(status: Proposal['status'], kind: Proposal['class']): string | undefined {
  if (kind === 'CONFLICT') return 'A person changed this lately: it is shown, not applied.';
  if (status === 'RECOMMENDED') return undefined;
  return `It is ${stateWords(status).toLowerCase()}; only what is recommended can be applied.`;
}
