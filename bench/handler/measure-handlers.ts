import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Context } from 'aws-lambda';
import type { Ports } from '../../core/ports.ts';
import { median } from '../api/statistics.ts';
import { expectSameAnswers } from './expect-same-answers.ts';
import { PIPELINES, type Pipeline, type PipelineName } from './pipelines.ts';
import { openProduct } from './product.ts';
import { WORK, type Work } from './work.ts';

/** One pipeline at one piece of work, in CPU microseconds. `ratioToRaw`: its time by that of the same work without any pipeline. */
export interface Measured {
  readonly work: Work;
  readonly name: PipelineName;
  readonly usPerRequest: number;
  readonly ratioToRaw: number;
  /** Microseconds that it takes besides the work. */
  readonly overheadUs: number;
  /** Its time by that of our pipeline. */
  readonly ratioToOurs: number;
}

/** How long is measured: `rounds` of `perRound` requests of the least work for each pipeline, after `warmUp` rounds. */
export interface Effort {
  readonly warmUp: number;
  readonly rounds: number;
  readonly perRound: number;
}

// Safe: none of these pipelines reads more of the context.
const CONTEXT = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 10_000 } as unknown as Context;

interface Contender {
  readonly name: PipelineName;
  readonly call: Pipeline;
}

/**
 * Every pipeline at every piece of work, in turns: a round of one, a round of the next, another one first each time, so
 * that a slow moment meets all. The median round counts. Events are made between the rounds; a round is long enough that
 * most of what it leaves is swept up in it.
 * @throws Error when a pipeline answers otherwise than the raw handler.
 */
export async function measureHandlers(effort: Effort): Promise<readonly Measured[]> {
  const product = await openProduct();
  try {
    const contenders = await open(product.ports);
    const measured: Measured[] = [];
    for (const work of Object.keys(WORK).filter(isWork))
      measured.push(...(await measure(contenders, work, effort)));
    return measured;
  } finally {
    await product.close();
  }
}

async function open(ports: Ports): Promise<readonly Contender[]> {
  const names = Object.keys(PIPELINES).filter(isPipeline);
  return Promise.all(names.map(async (name) => ({ name, call: await PIPELINES[name](ports) })));
}

const isWork = (name: string): name is Work => name in WORK;
const isPipeline = (name: string): name is PipelineName => name in PIPELINES;

async function measure(
  contenders: readonly Contender[],
  work: Work,
  { warmUp, rounds, perRound }: Effort,
): Promise<readonly Measured[]> {
  await expectSameAnswers(contenders, work, CONTEXT);
  const requests = Math.max(1, Math.round(perRound * WORK[work].share));
  const took = new Map<PipelineName, number[]>(contenders.map(({ name }) => [name, []]));
  for (let turn = 0; turn < warmUp + rounds; turn += 1)
    for (const { name, call } of turned(contenders, turn)) {
      const us = await round(call, work, requests);
      if (turn >= warmUp) took.get(name)?.push(us);
    }
  return compared(work, took);
}

/** The same in the same order, another one first. */
function turned<Item>(items: readonly Item[], by: number): readonly Item[] {
  const first = by % items.length;
  return [...items.slice(first), ...items.slice(0, first)];
}

/**
 * CPU microseconds a request, one after the other: of all threads of this process, so what else the machine does counts
 * little. Nothing here waits for anything, so on a machine at rest that is the time it takes.
 */
async function round(call: Pipeline, work: Work, requests: number): Promise<number> {
  const events = Array.from({ length: requests }, WORK[work].event);
  settleEvents();
  const begun = process.cpuUsage();
  for (const [nth, event] of events.entries()) {
    await call(event, CONTEXT);
    if (nth % REQUESTS_A_TURN === 0) await setImmediate();
  }
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / requests;
}

/**
 * The event loop turns this often, as it does between two calls of Lambda. Without turns, what is held by weak references
 * until a turn ends is never let go: the heap grows to gigabytes, and every pipeline pays for the garbage of all. A turn
 * for each request would add its own microsecond to all.
 */
const REQUESTS_A_TURN = 20;

/** Sweeps up what others left, and makes the events old (twice survived), so that no pipeline pays for either. */
function settleEvents(): void {
  collectGarbage({ type: 'minor' });
  collectGarbage({ type: 'minor' });
}

/** Source: Node.js, "--expose-gc". */
const collectGarbage = exposedGc();

function exposedGc(): (options: { readonly type: 'minor' }) => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}

function compared(work: Work, took: ReadonlyMap<PipelineName, readonly number[]>): readonly Measured[] {
  const us = (name: PipelineName) => median(took.get(name) ?? []);
  const [raw, ours] = [us('raw handler'), us('ours')];
  return [...took.keys()].map((name) => ({
    work,
    name,
    usPerRequest: rounded(us(name)),
    ratioToRaw: rounded(us(name) / raw),
    overheadUs: rounded(us(name) - raw),
    ratioToOurs: rounded(us(name) / ours),
  }));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
