/** What an image does when a task runs it once, to its end. */
export interface JobBehaviour {
  /** How it ends by itself, counted from when its container runs. */
  readonly end:
    | {
        readonly kind: 'succeeds';
        readonly afterSec: number;
        readonly metrics: Readonly<Record<string, number>>;
      }
    | { readonly kind: 'exits'; readonly afterSec: number; readonly code: number }
    | { readonly kind: 'never' };
  /** Killed for memory half-way with less than this. */
  readonly needsMiB?: number;
  /** The host of its first attempt fails half-way. */
  readonly hostFailsOnce?: true;
}

/** What an image does as a job that was not made for one: a short batch. */
export const SHORT_BATCH: JobBehaviour = { end: { kind: 'succeeds', afterSec: 60, metrics: {} } };

const TRAINING: JobBehaviour = {
  end: { kind: 'succeeds', afterSec: 240, metrics: { accuracy: 0.93, rows: 120_000 } },
};

/** Images that were made for jobs, the good ones and those that show what may go wrong. */
export const JOB_IMAGES: Readonly<Record<string, JobBehaviour>> = {
  'govlab/train-recommender:v1': TRAINING,
  'govlab/train-recommender:v2-crash': { end: { kind: 'exits', afterSec: 20, code: 1 } },
  'govlab/train-recommender:v3-oom': { ...TRAINING, needsMiB: 3_500 },
  'govlab/train-recommender:v4-endless': { end: { kind: 'never' } },
  'govlab/train-recommender:v5-host': { ...TRAINING, hostFailsOnce: true },
  'govlab/train-recommender:v6-weak': {
    end: { kind: 'succeeds', afterSec: 240, metrics: { accuracy: 0.71, rows: 120_000 } },
  },
  'govlab/score-applicants:v1': { end: { kind: 'succeeds', afterSec: 45, metrics: { scored: 1_800 } } },
};

/** How a task of an image goes that was started at this size, for this attempt. */
export function courseOf(
  behaviour: JobBehaviour,
  { memoryMiB, attempt }: { readonly memoryMiB: number; readonly attempt: number },
): {
  readonly afterSec: number;
  readonly ends: 'well' | 'exit' | 'oom' | 'host' | 'never';
  readonly code?: number;
} {
  const { end } = behaviour;
  if (end.kind === 'never') return { afterSec: Number.POSITIVE_INFINITY, ends: 'never' };
  if (behaviour.needsMiB !== undefined && memoryMiB < behaviour.needsMiB)
    return { afterSec: end.afterSec / 2, ends: 'oom' };
  if (behaviour.hostFailsOnce && attempt === 1) return { afterSec: end.afterSec / 2, ends: 'host' };
  return end.kind === 'exits'
    ? { afterSec: end.afterSec, ends: 'exit', code: end.code }
    : { afterSec: end.afterSec, ends: 'well' };
}
