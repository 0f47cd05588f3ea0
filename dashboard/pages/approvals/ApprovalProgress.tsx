import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ApprovalView } from '../../../core/contract/approval.ts';
import { count } from '../../util/words.ts';

/** Which groups agreed already, who did, and who is missing. */
export function ApprovalProgress({ approval }: { readonly approval: ApprovalView }) {
  return (
    <div className="vote-row">
      {approval.progress.map(({ group, min, approvedBy }) => {
        const missing = min - approvedBy.length;
        return (
          <StatusIndicator key={group} type={missing > 0 ? 'pending' : 'success'} wrapText>
            {group}: {approvedBy.length > 0 && `approved by ${approvedBy.join(', ')}`}
            {approvedBy.length > 0 && missing > 0 && ', '}
            {missing > 0 && `${count(missing, 'approver')} to go`}
          </StatusIndicator>
        );
      })}
    </div>
  );
}
