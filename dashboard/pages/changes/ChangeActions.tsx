import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Change } from '../../../core/contract/change.ts';
import { CHANGE_VERBS, type ChangeVerb, isLegal } from '../../../core/contract/lifecycle.ts';
import { useRefusal } from '../../ui/may-change.ts';
import { stateWords } from '../../util/words.ts';
import { ChangeActionDialog } from './ChangeActionDialog.tsx';

/** Withdraw a change that still waits, or, in an emergency, do it at once. */
export function ChangeActions({ change }: { readonly change: Change }) {
  const [asked, ask] = useState<'cancel' | 'breakGlass'>();
  const noCancel = useRefusal('change:cancel') ?? illegal(change, 'cancel');
  const noBreakGlass = useRefusal('break-glass:use') ?? illegal(change, 'breakGlass');
  const disabled = (why: string | undefined) =>
    why === undefined ? {} : { disabled: true, disabledReason: why };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Button {...disabled(noBreakGlass)} onClick={() => ask('breakGlass')}>
        Break glass
      </Button>
      <Button {...disabled(noCancel)} onClick={() => ask('cancel')}>
        Withdraw
      </Button>
      {asked && <ChangeActionDialog change={change} verb={asked} onClose={() => ask(undefined)} />}
    </SpaceBetween>
  );
}

function illegal({ status }: Change, verb: ChangeVerb): string | undefined {
  if (isLegal(CHANGE_VERBS, verb, status)) return undefined;
  return `The change is ${stateWords(status).toLowerCase()}; this is possible only while it waits.`;
}
