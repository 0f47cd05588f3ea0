import { median } from '../api/statistics.ts';
import { openPipelines, type Pipeline } from './pipelines.ts';
import { eventOf, openProduct, READ, TRIVIAL } from './work.ts';

/** One pipeline at one piece of work. `ratioToRaw`: its time by that of the same work without any pipeline. */
export interface Measured {
  readonly name: string;
  readonly work: 'read a service' | 'say who calls';
  readonly usPerRequest: number;
  readonly ratioToRaw: number;
}

/** How long is measured. */
export interface Effort {
  readonly rounds: number;
  readonly perRound: number;
}

const WORK = [
  ['read a service', READ],
  ['say who calls', TRIVIAL],
] as const;

/**
 * Every pipeline at both pieces of work, in turns: a round of one, a round of the next, many times over, so that a slow
 * moment meets all. The median round counts. Before, each is warmed up and shown to give the raw handler's answer.
 */
export async function measureHandlers(effort: Effort): Promise<readonly Measured[]> {
  const product = await openProduct();
  try {
    const pipelines = await openPipelines(product.ports);
    const measured: Measured[] = [];
    for (const [work, at] of WORK) measured.push(...(await measure(pipelines, { work, at, effort })));
    return measured;
  } finally {
    await product.close();
  }
}

async function measure(
  pipelines: readonly Pipeline[],
  of: { readonly work: Measured['work']; readonly at: typeof READ | typeof TRIVIAL; readonly effort: Effort },
): Promise<readonly Measured[]> {
  const { work, at, effort } = of;
  await expectSameAnswers(pipelines, at);
  for (const pipeline of pipelines) await round(pipeline, at, effort.perRound);
  const took = new Map<string, number[]>(pipelines.map(({ name }) => [name, []]));
  for (let turn = 0; turn < effort.rounds; turn += 1)
    for (const pipeline of pipelines)
      took.get(pipeline.name)?.push(await round(pipeline, at, effort.perRound));
  const us = pipelines.map(({ name }) => ({ name, usPerRequest: median(took.get(name) ?? []) }));
  const raw = us[0]?.usPerRequest ?? Number.NaN;
  return us.map(({ name, usPerRequest }) => ({
    name,
    work,
    usPerRequest: rounded(usPerRequest),
    ratioToRaw: rounded(usPerRequest / raw),
  }));
}

/** Microseconds a request, one after the other. */
async function round(
  { call }: Pipeline,
  at: typeof READ | typeof TRIVIAL,
  requests: number,
): Promise<number> {
  const begunMs = performance.now();
  for (let nth = 0; nth < requests; nth += 1) await call(eventOf(at));
  return ((performance.now() - begunMs) * 1_000) / requests;
}

/** @throws Error when a pipeline answers otherwise: it would not be the same work. */
async function expectSameAnswers(pipelines: readonly Pipeline[], at: typeof READ | typeof TRIVIAL) {
  const answers = await Promise.all(
    pipelines.map(async ({ name, call }) => ({ name, answer: await call(eventOf(at)) })),
  );
  const expected = JSON.stringify(JSON.parse(answers[0]?.answer.body ?? ''));
  for (const { name, answer } of answers) {
    const said = JSON.stringify(JSON.parse(answer.body ?? 'null'));
    if (answer.statusCode !== 200 || said !== expected)
      throw new Error(`${name} answers ${answer.statusCode} ${said}`);
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
