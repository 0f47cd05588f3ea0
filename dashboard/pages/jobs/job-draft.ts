import { JobSpec, type JobSpecInput } from '../../../core/contract/job.ts';

/** What is filled in so far, as typed. */
export interface JobDraft {
  readonly name: string;
  readonly schedule: string;
  readonly timeZone: string;
  /** `container`: the image is run; `builtin`: work that the product itself does. */
  readonly runs: 'container' | 'builtin';
  readonly image: string;
  readonly command: string;
  readonly cpuUnits: number;
  readonly memoryMiB: number;
  readonly concurrencyPolicy: JobSpec['concurrencyPolicy'];
  readonly catchUp: JobSpec['catchUp'];
  readonly startingDeadlineSec: string;
  readonly timeoutSec: string;
  readonly retries: string;
  readonly budget: string;
  readonly targetService: string;
  readonly program: string;
  readonly owner: string;
  readonly successWhen: string;
  readonly environment: readonly { readonly key: string; readonly value: string }[];
}

/** The form before anybody typed; the numbers are the defaults of the job spec. */
export const EMPTY_JOB: JobDraft = {
  name: '',
  schedule: '0 2 * * *',
  timeZone: 'UTC',
  runs: 'container',
  image: '',
  command: '',
  cpuUnits: 256,
  memoryMiB: 512,
  concurrencyPolicy: 'Forbid',
  catchUp: 'latest',
  startingDeadlineSec: '3600',
  timeoutSec: '3600',
  retries: '2',
  budget: '',
  targetService: '',
  program: '',
  owner: '',
  successWhen: '',
  environment: [],
};

/** The form filled with what a job is now. */
export function draftOf(spec: JobSpec): JobDraft {
  return {
    name: spec.name,
    schedule: spec.schedule,
    timeZone: spec.timeZone,
    runs: spec.builtin === undefined ? 'container' : 'builtin',
    image: spec.image ?? '',
    command: spec.command.join('\n'),
    cpuUnits: spec.cpuUnits,
    memoryMiB: spec.memoryMiB,
    concurrencyPolicy: spec.concurrencyPolicy,
    catchUp: spec.catchUp,
    startingDeadlineSec: String(spec.startingDeadlineSec),
    timeoutSec: String(spec.timeoutSec),
    retries: String(spec.retries.max),
    budget: spec.budgetMonthlyUsd === undefined ? '' : String(spec.budgetMonthlyUsd),
    targetService: spec.targetService ?? '',
    program: spec.program,
    owner: spec.owner,
    successWhen: spec.successWhen.map(({ metric, op, value }) => `${metric} ${op} ${value}`).join('\n'),
    environment: Object.entries(spec.environment).map(([key, value]) => ({ key, value })),
  };
}

/** A draft judged by the contract's own schema: the spec it makes, or what is wrong with which field. */
export interface JudgedJob {
  readonly spec?: JobSpecInput;
  readonly errors: Readonly<Record<string, string>>;
}

/** Judges a draft; `kept` is the spec it changes, whose fields that have no place in the form stay. Pure. */
export function judgeJob(draft: JobDraft, kept?: JobSpec): JudgedJob {
  const spec = { ...kept, ...specOf(draft, kept) };
  const parsed = JobSpec.safeParse(spec);
  const missing = draft.runs === 'container' && draft.image.trim() === '' ? { image: 'name an image' } : {};
  if (parsed.success && Object.keys(missing).length === 0) return { spec, errors: {} };
  const found = parsed.success ? [] : parsed.error.issues;
  return {
    errors: {
      ...missing,
      ...Object.fromEntries(found.map(({ path, message }) => [path[0] ?? 'job', message])),
    },
  };
}

function specOf(draft: JobDraft, kept: JobSpec | undefined): JobSpecInput {
  const { cpuUnits, memoryMiB, concurrencyPolicy, catchUp } = draft;
  return {
    name: draft.name.trim(),
    schedule: draft.schedule.trim(),
    timeZone: draft.timeZone.trim(),
    cpuUnits,
    memoryMiB,
    concurrencyPolicy,
    catchUp,
    command: linesOf(draft.command),
    startingDeadlineSec: Number(draft.startingDeadlineSec),
    timeoutSec: Number(draft.timeoutSec),
    retries: { ...kept?.retries, max: Number(draft.retries) },
    successWhen: linesOf(draft.successWhen).map(checkOf),
    environment: Object.fromEntries(draft.environment.map(({ key, value }) => [key, value])),
    ...optionalFields(draft),
  };
}

/** Fields that are absent when nothing is filled in; `undefined` takes away what the job had. */
function optionalFields(draft: JobDraft) {
  const text = (value: string) => value.trim() || undefined;
  const isBuiltin = draft.runs === 'builtin';
  return {
    image: isBuiltin ? undefined : text(draft.image),
    builtin: isBuiltin ? ('optimize-resources' as const) : undefined,
    budgetMonthlyUsd: draft.budget.trim() === '' ? undefined : Number(draft.budget),
    targetService: text(draft.targetService),
    ...(draft.program.trim() && { program: draft.program.trim() }),
    ...(draft.owner.trim() && { owner: draft.owner.trim() }),
  };
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

type Check = JobSpec['successWhen'][number];

/** `rows >= 100` as a check; what is none fails the schema and is named there. */
function checkOf(line: string): Check {
  const [metric = '', op = '', value = ''] = line.split(/\s+/);
  return { metric, op: op as Check['op'], value: value === '' ? Number.NaN : Number(value) }; // safe: the schema judges it next
}
