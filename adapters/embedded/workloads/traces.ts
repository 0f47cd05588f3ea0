import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { OpsError } from '../../../core/errors.ts';
import { MS } from '../../../core/units.ts';

/** A recorded series: one value a step, without gaps. */
export interface Trace {
  readonly name: string;
  readonly stepSec: number;
  /** When the recording began, epoch ms; undefined where the file does not say. */
  readonly startMs: number | undefined;
  readonly unit: string;
  readonly source: string;
  readonly values: Float64Array;
  /** Steps that had no value and were filled from their neighbours. */
  readonly filled: number;
}

/** What a folder of recordings holds; a file that is no recording is named with the reason, never left out silently. */
export interface Traces {
  readonly traces: readonly Trace[];
  readonly skipped: readonly { readonly file: string; readonly because: string }[];
}

const SUFFIX = '.csv.gz';

/**
 * Reads every `*.csv.gz` of a folder, by name: header lines `# key=value`, then one number a line, one per step.
 * @throws OpsError `dev.not_here` when the folder cannot be read.
 */
export async function readTraces(dir: string): Promise<Traces> {
  const files = await listFiles(dir);
  const traces: Trace[] = [];
  const skipped: { file: string; because: string }[] = [];
  for (const file of files) {
    const read = await readTrace(join(dir, file), file.slice(0, -SUFFIX.length));
    if (typeof read === 'string') skipped.push({ file, because: read });
    else traces.push(read);
  }
  return { traces, skipped };
}

/** Reads the text of a recording. @returns why it is none, where it is none. */
export function parseTrace(text: string, fallbackName: string): Trace | string {
  const lines = text.split(/\r?\n/);
  const header = new Map(lines.filter((line) => line.startsWith('#')).map(headerEntry));
  const stepSec = Number(header.get('step_s') ?? 'missing');
  if (!(stepSec > 0)) return 'its header names no step_s';
  const raw = valuesOf(lines);
  const known = raw.filter((value) => !Number.isNaN(value)).length;
  if (known === 0) return 'it holds no number';
  if (known < raw.length / 2) return 'most of its lines are no numbers';
  return {
    name: header.get('name') ?? fallbackName,
    stepSec,
    startMs: startOf(header.get('start')),
    unit: header.get('unit') ?? '',
    source: header.get('source') ?? '',
    values: fillGaps(raw),
    filled: raw.length - known,
  };
}

async function listFiles(dir: string): Promise<readonly string[]> {
  try {
    return (await readdir(dir)).filter((file) => file.endsWith(SUFFIX)).sort();
  } catch (cause) {
    throw new OpsError('dev.not_here', `The folder ${dir} cannot be read.`, {
      remedy: 'Name a folder that holds recordings (*.csv.gz).',
      cause,
    });
  }
}

async function readTrace(path: string, name: string): Promise<Trace | string> {
  try {
    return parseTrace(gunzipSync(await readFile(path)).toString('utf8'), name);
  } catch {
    return 'it cannot be read as gzip';
  }
}

function headerEntry(line: string): [string, string] {
  const [key = '', ...value] = line.slice(1).split('=');
  return [key.trim(), value.join('=').trim()];
}

/** One value a line; empty lines in the middle and what is no finite number are gaps. */
function valuesOf(lines: readonly string[]): readonly number[] {
  const body = lines.filter((line) => !line.startsWith('#'));
  while (body.at(-1)?.trim() === '') body.pop();
  return body.map((line) => {
    const value = line.trim() === '' ? Number.NaN : Number(line);
    return Number.isFinite(value) ? Math.max(0, value) : Number.NaN;
  });
}

/** Seconds since 1970, or ISO 8601 without a zone, which means UTC. */
function startOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text)
    ? Number(text) * MS.second
    : Date.parse(/[zZ]|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Gaps become a straight line between their neighbours; at the ends, the nearest value. */
function fillGaps(raw: readonly number[]): Float64Array {
  const values = Float64Array.from(raw);
  let last = -1;
  for (let i = 0; i <= values.length; i += 1) {
    if (i < values.length && Number.isNaN(values[i])) continue;
    fillBetween(values, last, i);
    last = i;
  }
  return values;
}

function fillBetween(values: Float64Array, before: number, after: number): void {
  const left = values[before] ?? values[after] ?? 0;
  const right = values[after] ?? left;
  for (let i = before + 1; i < after; i += 1)
    values[i] = left + ((right - left) * (i - before)) / (after - before);
}
