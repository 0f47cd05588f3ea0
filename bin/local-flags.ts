import { parseArgs } from 'node:util';
import { nearest } from '../core/nearest.ts';

/** What the embedded program was asked for. */
export interface LocalFlags {
  /** 0 takes a free port. */
  readonly port: number;
  /** Where everything is kept; without it nothing outlives the process. */
  readonly data?: string | undefined;
  /** Virtual seconds a second; 0 is paused. */
  readonly speed: number;
  /** A folder of recorded load. */
  readonly traces?: string | undefined;
  /** Whether the world starts without the story. */
  readonly empty: boolean;
  readonly help: boolean;
}

/** The flags of `npm start`, as its help shows them. */
export const LOCAL_HELP = `Usage: npm start -- [flags]
  --port N      listen on port N of this machine (default 3000; 0 takes a free one)
  --data DIR    keep everything in DIR (default: in memory)
  --speed N     N virtual seconds a second, 0 to 3600 (default 60)
  --traces DIR  load after the recordings in DIR
  --empty       start without the Job Training Grant story
  --help        show this`;

const OPTIONS = {
  port: { type: 'string', default: '3000' },
  data: { type: 'string' },
  speed: { type: 'string', default: '60' },
  traces: { type: 'string' },
  empty: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** A command line that makes no sense; its message says what does. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the command line. @throws UsageError naming the flag and what to write instead. */
export function readFlags(args: readonly string[]): LocalFlags {
  refuseUnknown(args);
  const { values } = parse(args);
  return {
    port: numberIn(values, { flag: 'port', max: 65_535, whole: true }),
    speed: numberIn(values, { flag: 'speed', max: 3_600, whole: false }),
    data: values.data,
    traces: values.traces,
    empty: values.empty,
    help: values.help,
  };
}

function refuseUnknown(args: readonly string[]): void {
  const { tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  const known = Object.keys(OPTIONS);
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`"${token.value}" is no flag.`);
    if (token.kind !== 'option' || known.includes(token.name)) continue;
    const guess = nearest(token.name, known);
    throw new UsageError(`There is no flag ${token.rawName}.${guess ? ` Did you mean --${guess}?` : ''}`);
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function numberIn(
  values: { readonly port: string; readonly speed: string },
  { flag, max, whole }: { readonly flag: 'port' | 'speed'; readonly max: number; readonly whole: boolean },
): number {
  const value = values[flag].trim() === '' ? Number.NaN : Number(values[flag]);
  if (value >= 0 && value <= max && (!whole || Number.isInteger(value))) return value;
  throw new UsageError(
    `--${flag} must be a ${whole ? 'whole ' : ''}number from 0 to ${max}, not "${values[flag]}".`,
  );
}
