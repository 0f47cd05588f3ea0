import type { CliIo } from '../cli-io.ts';

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** Colours a text, or leaves it as it is. */
export type Paint = (colour: keyof typeof CODES, text: string) => string;

/** Paints where `terminal` is one and nobody asked for none (`--no-color`, `NO_COLOR`, `TERM=dumb`). Source: no-color.org. */
export function paintFor(terminal: boolean, { env }: Pick<CliIo, 'env'>, wanted: boolean): Paint {
  const refused = !wanted || Boolean(env['NO_COLOR']) || env['TERM'] === 'dumb';
  return terminal && !refused
    ? (colour, text) => (text === '' ? '' : `\u001b[${CODES[colour]}m${text}\u001b[0m`)
    : (_, text) => text;
}

const GOOD =
  /^(HEALTHY|DONE|SUCCEEDED|EXECUTED|APPROVED|approved|ACTIVE|ACTIVATED|VERIFIED|OK|ok|pass|fits|no raise|within)$/;
const BAD =
  /^(FAILED|REJECTED|DENIED_BY_POLICY|STALE|EXPIRED|DEGRADED|BLOCKED|LOST|TIMED_OUT|ROLLED_BACK|INVALID|REVERTED|UNREACHABLE|ALARM|critical|fail|rejected|exceeds|hard limit passed)$/;

/** A state in the colour of its meaning: green is at rest, red is wrong, yellow is neither. */
export function paintState(paint: Paint, state: string): string {
  if (GOOD.test(state)) return paint('green', state);
  return paint(BAD.test(state) ? 'red' : 'yellow', state);
}

/** Text of somebody else, safe to show: a control character could write over what stands on the terminal. */
export function harmless(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}
