import { digestOf } from '../digest.ts';
import type { Tick } from './schedule.ts';

/** Hexadecimal digits of a run's id: 128 bits, far more than any history needs to be free of doubles. */
const LENGTH = 32;

/**
 * The id of the run of a tick: the same job, local time and zone give the same id, whoever asks and however often.
 * Storing the run under it, if nothing is stored there yet, is what makes an at-least-once timer give one run.
 */
export function runIdOf(job: string, { local, timeZone }: Pick<Tick, 'local' | 'timeZone'>): string {
  return digestOf([job, local, timeZone]).slice(0, LENGTH);
}

/** What the platform is told to recognise a repeated start by. */
export function clientTokenOf(runId: string, attempt: number): string {
  return `${runId}#${attempt}`;
}

/** Who the token of a run's own task says it is. */
export function subjectOfRun({ job, id }: { readonly job: string; readonly id: string }): string {
  return `run/${job}/${id}`;
}
