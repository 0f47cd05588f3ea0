import './jobs.css';
import type { JobRun } from '../../../core/contract/job.ts';
import { fullTime, span } from '../../util/time.ts';
import { count, stateWords } from '../../util/words.ts';
import { type Mark, markOf, usualSeconds } from './run-looks.ts';
import { tickWords } from './wall-words.ts';

const SHOWN = 30;

const SHAPES: Readonly<Record<Mark, string>> = {
  done: 'M3.5 8.2 6.6 11.3 12.5 5',
  slow: 'M8 4v4.3l3 2',
  failed: 'M4.5 4.5l7 7m0-7l-7 7',
  open: 'M8 5v6M5 8h6',
  skipped: 'M4 8h8',
  missed: 'M8 3.5v5.5M8 11.2v1.3',
};

interface RunStripProps {
  readonly name: string;
  /** Newest first, as the API lists them. */
  readonly runs: readonly JobRun[];
}

/** The last 30 runs, oldest first: a mark each, told apart by shape, colour and words. */
export function RunStrip({ name, runs }: RunStripProps) {
  if (runs.length === 0) return <span className="soft">no run yet</span>;
  const usual = usualSeconds(runs);
  const shown = runs.slice(0, SHOWN).toReversed();
  return (
    <ul className="run-strip" aria-label={`Last ${count(shown.length, 'run')} of ${name}, oldest first`}>
      {shown.map((run) => (
        <OneMark key={run.id} run={run} mark={markOf(run, usual)} />
      ))}
    </ul>
  );
}

function OneMark({ run, mark }: { readonly run: JobRun; readonly mark: Mark }) {
  const words = wordsOf(run, mark);
  return (
    <li className={`run-mark run-${mark}`} title={words}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={SHAPES[mark]} />
      </svg>
      <span className="unseen">{words}</span>
    </li>
  );
}

function wordsOf({ status, tick, scheduledAt, durationSec, timeZone, statusReason }: JobRun, mark: Mark) {
  const when = tick.startsWith('manual-')
    ? `by hand, ${fullTime(Date.parse(scheduledAt))}`
    : `${tickWords(tick)} ${timeZone}`;
  const took = durationSec === undefined ? '' : `, ${span(durationSec * 1_000)}`;
  const why = mark === 'done' ? '' : `. ${statusReason}`;
  return `${stateWords(status)}${mark === 'slow' ? ', slow' : ''}: ${when}${took}${why}`;
}
