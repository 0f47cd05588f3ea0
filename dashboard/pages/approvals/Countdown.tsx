import type { ApprovalView } from '../../../core/contract/approval.ts';
import { useNow } from '../../api/virtual-clock.ts';
import { Moment } from '../../ui/Moment.tsx';
import { State } from '../../ui/State.tsx';
import { APPROVAL_LOOKS } from '../../ui/status-looks.ts';
import { span } from '../../util/time.ts';

const SOON_MS = 30 * 60_000;

/** How long an open approval can still be answered; of an ended one, how it ended. */
export function Countdown({ approval }: { readonly approval: ApprovalView }) {
  const left = Date.parse(approval.expiresAt) - useNow(1_000);
  if (approval.status !== 'PENDING') return <State of={approval.status} looks={APPROVAL_LOOKS} />;
  if (left <= 0) return <strong style={{ color: 'var(--hms-bad)' }}>Time is over</strong>;
  const colour = left < SOON_MS ? 'var(--hms-bad)' : undefined;
  return (
    <span className="digits" style={{ color: colour }}>
      Answer within <strong>{span(left)}</strong>, by <Moment at={approval.expiresAt} />
    </span>
  );
}
