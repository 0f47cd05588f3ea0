import type { Change } from '../../core/contract/change.ts';
import { useAct } from '../api/read.ts';
import { changeTitle } from '../util/words.ts';
import { AppLink } from './AppLink.tsx';
import { notify } from './notices.ts';
import type { AskChange } from './use-plan.ts';

/** Requests a Change and tells the viewer what became of it, with its address. */
export function useRequest(ask: AskChange, onRequested: (change: Change) => void) {
  const act = useAct((client) => ask(client, 'false'), {
    onDone: (change) => {
      announce(change);
      onRequested(change);
    },
  });
  return { requesting: act.isPending, problem: act.error ?? undefined, request: () => act.mutate(undefined) };
}

function announce({ id, kind, target, status, statusReason }: Change): void {
  const waits = status === 'AWAITING_APPROVAL';
  notify({
    type: waits ? 'info' : 'success',
    text: (
      <>
        {waits ? 'Asked for approval' : 'Requested'}: {changeTitle({ kind, target })}. {statusReason}{' '}
        <AppLink href={`/changes/${id}`} look="message">
          Follow it
        </AppLink>
      </>
    ),
  });
}
