import { MS } from '../../core/units.ts';

/** After something happened, the product is woken every minute for so long; later, ever more rarely. */
const BUSY_MS = 6 * MS.minute;

/** The longest pause between two wakings, by how long it has been quiet: nothing is lost by it, only later noticed. */
const PAUSES: readonly { readonly quietMs: number; readonly everyMs: number }[] = [
  { quietMs: BUSY_MS, everyMs: MS.minute },
  { quietMs: 2 * MS.hour, everyMs: 15 * MS.minute },
  { quietMs: Number.POSITIVE_INFINITY, everyMs: MS.hour },
];

/**
 * When the product's schedules fire next while virtual time passes fast: on whole minutes, as EventBridge Scheduler does,
 * but not on all of them once nothing has happened for a while. What is due is decided from records, so the next waking
 * does what the ones left out would have done. Pure.
 *
 * | quiet for | fires                 |
 * |-----------|-----------------------|
 * | 5 min     | at the next minute    |
 * | 1 h       | at :00, :15, :30, :45 |
 * | 5 h       | at the next hour      |
 */
export function nextTickMs(nowMs: number, lastMovedMs: number): number {
  const quietMs = nowMs - lastMovedMs;
  const { everyMs } = PAUSES.find((pause) => quietMs < pause.quietMs) ?? { everyMs: MS.hour };
  return (Math.floor(nowMs / everyMs) + 1) * everyMs;
}
