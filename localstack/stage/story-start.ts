import { MS } from '../../core/units.ts';

/** The story's week begins on this day and hour, so that Friday 18:00 lies ahead, and not too far. */
const THURSDAY = 4;
const HOUR = 5;

/** How long the story lasts at most. */
const LASTS_MS = 3 * MS.day;

/**
 * When the story begins: the last Thursday 05:00 UTC from which on it is over before `now`. So all of it, and the night's
 * world some days before it, lie in the two weeks that emulators keep metrics for, and in the past: an emulator that
 * evaluates alarms on its own does so on the newest minutes of real time, and finds none. Pure.
 */
export function storyStart(now: Date): Date {
  const latest = new Date(now.getTime() - LASTS_MS);
  const start = new Date(Date.UTC(latest.getUTCFullYear(), latest.getUTCMonth(), latest.getUTCDate(), HOUR));
  const back = (start.getUTCDay() - THURSDAY + 7) % 7;
  const thursday = new Date(start.getTime() - back * MS.day);
  return thursday <= latest ? thursday : new Date(thursday.getTime() - 7 * MS.day);
}

/**
 * When a world that is told to begin at `at` begins beside a story: at that time of day, on the same day of the week, in
 * the days before the story. Loads differ by both. Pure.
 */
export function asideStart(story: Date, at: string): Date {
  const wanted = new Date(at);
  const timeMs = wanted.getTime() % MS.day;
  const midnightMs = Math.floor(story.getTime() / MS.day) * MS.day;
  const back = (story.getUTCDay() - wanted.getUTCDay() + 7) % 7 || 7;
  return new Date(midnightMs - back * MS.day + timeMs);
}
