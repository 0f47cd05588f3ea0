import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { JobView } from '../../../core/contract/job.ts';
import { isSlow, RUN_LOOKS, usualSeconds } from './run-looks.ts';

/** What of a job wants to be looked at: late, failed, missed, slow. Nothing when nothing does. */
export function JobFlags({ job }: { readonly job: JobView }) {
  const { late, recentRuns, openRunIds } = job;
  const ended = recentRuns.find(({ id }) => !openRunIds.includes(id));
  const look = ended && RUN_LOOKS[ended.status];
  const slow = recentRuns[0] !== undefined && isSlow(recentRuns[0], usualSeconds(recentRuns));
  return (
    <>
      {late && <Flag type="warning" word="Late" why="A tick has come and nothing was started." />}
      {look === 'error' && <Flag type="error" word="Last run failed" why={ended?.statusReason} />}
      {look === 'warning' && <Flag type="warning" word="Last run not started" why={ended?.statusReason} />}
      {slow && (
        <Flag type="warning" word="Slow" why="The newest run took more than twice as long as usual." />
      )}
    </>
  );
}

interface FlagProps {
  readonly type: 'warning' | 'error';
  readonly word: string;
  readonly why: string | undefined;
}

function Flag({ type, word, why }: FlagProps) {
  return (
    <div title={why}>
      <StatusIndicator type={type}>{word}</StatusIndicator>
    </div>
  );
}
