import { isNativeError } from 'node:util/types';
import type { Log } from '../../core/ports.ts';

/** From the most to the least; `silent` writes nothing. */
const LEVELS = ['info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LEVELS)[number];

type Fields = Readonly<Record<string, unknown>>;

export interface JsonLogOptions {
  /** What is less than this is left out. */
  readonly level?: LogLevel;
  /** Takes one line without its end; standard error unless told. */
  readonly write?: (line: string) => void;
  /** Wall time, because log lines are read beside those of other programs. */
  readonly now?: () => Date;
}

/** One JSON line per fact: `at`, `level`, `event`, then the fields. Never throws, whatever the fields are. */
export class JsonLog implements Log {
  readonly #least: number;
  readonly #write: (line: string) => void;
  readonly #now: () => Date;

  constructor({ level = 'info', write = toStderr, now = () => new Date() }: JsonLogOptions = {}) {
    this.#least = LEVELS.indexOf(level);
    this.#write = write;
    this.#now = now;
  }

  info(event: string, fields?: Fields): void {
    this.#log('info', event, fields);
  }

  warn(event: string, fields?: Fields): void {
    this.#log('warn', event, fields);
  }

  error(event: string, fields?: Fields): void {
    this.#log('error', event, fields);
  }

  #log(level: LogLevel, event: string, fields: Fields = {}): void {
    if (LEVELS.indexOf(level) < this.#least) return;
    const head = { at: this.#now().toISOString(), level, event };
    this.#write(asLine({ ...head, ...fields, ...head }) ?? JSON.stringify({ ...head, fields: 'not JSON' }));
  }
}

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The line, or undefined when a field cannot be written as JSON (a cycle, a throwing getter). */
function asLine(fact: Fields): string | undefined {
  try {
    return JSON.stringify(fact, (_name, value: unknown) => plain(value));
  } catch {
    return undefined;
  }
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (!isNativeError(value)) return value;
  const { name, message, stack, cause } = value;
  return { ...value, name, message, stack, ...(cause !== undefined && { cause }) };
}
