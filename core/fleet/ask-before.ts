import type { Picture, Records } from './picture.ts';
import { promotionOf } from './promotion.ts';

/** Stands for the hook of a canary that was not rolled out yet. */
export const BEFORE_ROLLOUT = 'before-rollout';

/**
 * Whether people are asked before a canary is rolled out, because the platform could not pause it on its way. Once they
 * were asked so, it stays so, whatever another worker believes of the platform. Pure.
 */
export function asksBefore(
  { deployment }: Pick<Records, 'deployment'>,
  { features }: Pick<Picture, 'features'>,
): boolean {
  if (deployment?.fromRevision === undefined) return false;
  const { strategy, hookId } = deployment;
  const pauses = strategy.kind === 'canary' && strategy.pause;
  return pauses && (!features.pauseHooks || hookId === BEFORE_ROLLOUT);
}

/** Whether a rollout has to wait for what people say. Pure. */
export function waitsBefore(records: Records, picture: Pick<Picture, 'features'>): boolean {
  return asksBefore(records, picture) && promotionOf(records)?.status !== 'EXECUTED';
}
