import Link from '@cloudscape-design/components/link';
import type { Attempt, JobRun } from '../../../core/contract/job.ts';
import { count } from '../../util/words.ts';
import { tickWords } from './wall-words.ts';

/** Every try at a run: how its task ended, why, and where its log is. */
export function AttemptList({ run }: { readonly run: JobRun }) {
  if (run.attempts.length === 0) return <span className="soft">never started</span>;
  return run.attempts.map((attempt) => (
    <div key={attempt.number} className="attempt">
      <strong>{attempt.number}</strong>: {endWords(attempt)}
      {attempt.stopReason && <div className="soft break">{attempt.stopReason}</div>}
      <Log attempt={attempt} of={tickWords(run.tick)} />
    </div>
  ));
}

function endWords({ endedAt, exitCode, cause, memoryMiB }: Attempt): string {
  if (endedAt === undefined) return `runs with ${count(memoryMiB, 'MiB', 'MiB')}`;
  const code = exitCode === undefined ? 'no exit code' : `exit code ${exitCode}`;
  return cause === undefined ? code : `${code}, ${CAUSES[cause]}`;
}

const CAUSES: Readonly<Record<NonNullable<Attempt['cause']>, string>> = {
  infra: 'infrastructure failed',
  error: 'the job failed',
  oom: 'out of memory',
  timeout: 'took too long',
};

/** A link where the platform has a page for the log; its name where it has only that. */
function Log({ attempt, of }: { readonly attempt: Attempt; readonly of: string }) {
  const { logLink, number } = attempt;
  if (logLink === undefined) return null;
  if (!/^https?:\/\//.test(logLink)) return <div className="mono break soft">{logLink}</div>;
  return (
    <Link href={logLink} external fontSize="inherit" ariaLabel={`Log of attempt ${number} of ${of}`}>
      Log
    </Link>
  );
}
