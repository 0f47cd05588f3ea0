import type { ApprovalView } from '../../../core/contract/approval.ts';
import { MONEY_UNIT, signedUsd, usd } from '../../util/money.ts';

/** What a yes would allow to be spent, large; the limit before and after beside it. */
export function ApprovalMoney({ approval }: { readonly approval: ApprovalView }) {
  const { beforeMicroUsd, afterMicroUsd, deltaMicroUsd } = approval.ceiling;
  if (approval.kind === 'promotion' || deltaMicroUsd === 0) return null;
  return (
    <div>
      <span className="big-money">{signedUsd(deltaMicroUsd)}</span>{' '}
      <span className="soft">
        {MONEY_UNIT}; limit{' '}
        <span className="nowrap digits">
          {usd(beforeMicroUsd)} → {usd(afterMicroUsd)}
        </span>
      </span>
    </div>
  );
}
