import { type Command, InvalidArgumentError } from 'commander';
import { wholeNumber } from './change-command.ts';
import type { CliIo } from './cli-io.ts';
import { UsageError } from './exit-code.ts';

/** A JSON object as a caller writes it; the API says what is wrong with it. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads a JSON object from a file, or from stdin where the path is `-`. @throws UsageError saying where it breaks. */
export async function readFields(io: Pick<CliIo, 'read'>, path: string): Promise<Fields> {
  const value = parseJson(await readFile(io, path), path);
  if (isFields(value)) return value;
  throw new UsageError(`${path} must hold one JSON object.`);
}

/** Reads a file as text. @throws UsageError when there is none. */
export async function readFile(io: Pick<CliIo, 'read'>, path: string): Promise<string> {
  try {
    return await io.read(path);
  } catch (cause) {
    throw new UsageError(`${path} cannot be read: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${path} is not JSON: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One `--set field=value`: the path of a field, and its value. */
export interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Gives a command `--set`. */
export function withSet(command: Command): Command {
  return command.option(
    '--set <field=value>',
    'any field, such as scaling.targets.cpu=0.7; may be repeated',
    setting,
    [],
  );
}

/** Reads one setting; a value that is JSON counts as what it says, any other as text. */
export function setting(text: string, earlier: readonly Setting[] = []): readonly Setting[] {
  const at = text.indexOf('=');
  const path = text.slice(0, at).split('.');
  if (at < 1 || path.some((part) => part === '' || part === '__proto__'))
    throw new InvalidArgumentError('Write field=value, for example replicas.max=6.');
  return [...earlier, { path, value: parsedOrText(text.slice(at + 1)) }];
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `fields` with one value at a path; objects on the way are kept, or made. Pure. */
export function withSetting(fields: Fields, { path, value }: Setting): Fields {
  const [first = '', ...rest] = path;
  if (rest.length === 0) return { ...fields, [first]: value };
  const inner = fields[first];
  return { ...fields, [first]: withSetting(isFields(inner) ? inner : {}, { path: rest, value }) };
}

/** Reads one `KEY=value` of the environment; the value stays text. */
export function variable(text: string, earlier: Fields = {}): Fields {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write KEY=value.');
  return { ...earlier, [text.slice(0, at)]: text.slice(at + 1) };
}

/** The flags that job and service have in common. */
export interface TaskFlags {
  readonly file?: string;
  readonly image?: string;
  readonly cpu?: number;
  readonly memory?: number;
  readonly env?: Fields;
  readonly program?: string;
  readonly owner?: string;
  readonly set: readonly Setting[];
}

/** Gives a command the flags that job and service have in common. */
export function withTaskFlags(command: Command): Command {
  return withSet(
    command
      .option('-f, --file <path>', 'the whole spec as JSON; - reads stdin')
      .option('--image <reference>', 'container image, for example govlab/job-ingest:v1')
      .option('--cpu <units>', 'CPU units of a task (1024 = 1 vCPU)', wholeNumber)
      .option('--memory <MiB>', 'memory of a task', wholeNumber)
      .option('--env <KEY=value>', 'environment variable; may be repeated', variable)
      .option('--program <name>', 'whose budget it counts against')
      .option('--owner <name>', 'who answers for it'),
  );
}

/** What those flags say, as fields of a spec; what was not said is not there. */
export function taskFields({ image, cpu, memory, env, program, owner }: TaskFlags): Fields {
  return present({ image, cpuUnits: cpu, memoryMiB: memory, environment: env, program, owner });
}

/** The fields that have a value. */
export function present(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
