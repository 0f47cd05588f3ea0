import type { Deployment } from '../contract/service.ts';
import { MS, secondsBetween } from '../units.ts';
import { isCertain } from './cause-of-failure.ts';
import type { Draft, Picture } from './picture.ts';
import { answerTo, promotionOf, whyRefused } from './promotion.ts';

/** Without a new healthy task for so long a rollout is given up (spec, services). */
export const PROGRESS_DEADLINE_SEC = 15 * 60;
/** After so long in all a rollout is given up (spec, services). */
export const TOTAL_DEADLINE_SEC = 60 * 60;

/** Why the rollout must be stopped and rolled back now, in plain words; undefined while it may go on. Pure. */
export function whyStop(draft: Draft, picture: Picture, deployment: Deployment): string | undefined {
  return refusal(draft, picture) ?? certainCause(deployment) ?? deadline(deployment, picture.now);
}

function refusal(draft: Draft, { now }: Picture): string | undefined {
  const promotion = promotionOf(draft);
  return promotion && answerTo(promotion, now) === 'refused' ? whyRefused(promotion) : undefined;
}

function certainCause({ cause }: Deployment): string | undefined {
  return isCertain(cause) ? cause.plain : undefined;
}

/** Waiting for people and watching a bake are no lack of progress. */
function deadline(deployment: Deployment, now: string): string | undefined {
  const { startedAt, lastProgressAt = startedAt, waitingSince, waitedSec = 0, cause } = deployment;
  if (startedAt === undefined || lastProgressAt === undefined || waitingSince !== undefined) return undefined;
  const because = cause ? ` ${cause.plain}` : '';
  if (secondsBetween(lastProgressAt, now) >= PROGRESS_DEADLINE_SEC)
    return `No new task became healthy for ${minutes(PROGRESS_DEADLINE_SEC)} minutes.${because}`;
  if (secondsBetween(startedAt, now) - waitedSec >= TOTAL_DEADLINE_SEC)
    return `The rollout did not end within ${minutes(TOTAL_DEADLINE_SEC)} minutes.${because}`;
  return undefined;
}

function minutes(seconds: number): number {
  return (seconds * MS.second) / MS.minute;
}
