import { MS } from '../../core/units.ts';

/** The longest pause between two wakings, by how long it has been quiet: nothing is lost by it, only later noticed. */
const PAUSES: readonly { readonly quietMs: number; readonly everyMs: number }[] = [
  { quietMs: 2 * MS.minute, everyMs: MS.minute },
  { quietMs: 12 * MS.minute, everyMs: 5 * MS.minute },
  { quietMs: MS.hour, everyMs: 15 * MS.minute },
  { quietMs: Number.POSITIVE_INFINITY, everyMs: MS.hour },
];

/** Whoever lets no more time pass than this at once looks for something to happen. */
const LOOKING_MS = 15 * MS.minute;

/** Where time stands, and where it is led. */
export interface TickPlace {
  readonly nowMs: number;
  /** When something happened last. */
  readonly movedMs: number;
  /** When the product was woken last. */
  readonly wokenMs: number;
  readonly fromMs: number;
  readonly targetMs: number;
}

/**
 * When the product's schedules fire next while virtual time passes fast: on whole minutes, as EventBridge Scheduler does,
 * but not on all of them once nothing has happened for a while; and at the end of a short advance. What is due is decided
 * from records, so the next waking does what the ones left out would have done. Pure.
 *
 * | quiet for | fires                 |
 * |-----------|-----------------------|
 * | 1 min     | at the next minute    |
 * | 30 min    | at :00, :15, :30, :45 |
 * | 5 h       | at the next hour      |
 */
export function nextTickMs({ nowMs, movedMs, wokenMs, fromMs, targetMs }: TickPlace): number {
  const { everyMs } = PAUSES.find(({ quietMs }) => nowMs - movedMs < quietMs) ?? { everyMs: MS.hour };
  const planned = (Math.floor(nowMs / everyMs) + 1) * everyMs;
  const isLooking = targetMs - fromMs <= LOOKING_MS && targetMs - wokenMs >= MS.minute && targetMs > nowMs;
  return isLooking ? Math.min(planned, targetMs) : planned;
}
