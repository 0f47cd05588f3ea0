import { SimulatedCloud, type SimulatedCloudOptions } from '../../adapters/embedded/cloud/simulated-cloud.ts';
import { VirtualClock } from '../../adapters/embedded/virtual-clock.ts';
import { constantWorkload } from '../../adapters/embedded/workloads/workload.ts';
import type { RevisionContent, Strategy } from '../../core/contract/service-spec.ts';
import { circuitBreakerFor } from '../../core/fleet/circuit-breaker.ts';
import type { Compute, ObservedService } from '../../core/fleet/compute.ts';
import { contentHashOf } from '../../core/fleet/revision.ts';

export const START = new Date('2026-03-02T08:00:00.000Z');

export const CAUSE = { actor: 'dev', changeId: '01JNWW3Z3Z3Z3Z3Z3Z3Z3Z3Z3Z' } as const;

/** A cloud at 08:00 on a Monday, and a hand on its clock. */
export function openCloud(options: Partial<Omit<SimulatedCloudOptions, 'clock'>> = {}) {
  const clock = new VirtualClock(START);
  const cloud = new SimulatedCloud({
    clock,
    seed: 7,
    workloads: () => constantWorkload(20),
    environment: 'test',
    ...options,
  });
  return { clock, cloud, ...handOn(clock, cloud) };
}

/** Lets time pass from one thing that happens to the next, as the embedded world does. */
export function handOn(clock: VirtualClock, cloud: SimulatedCloud) {
  async function pass(seconds: number, look: () => void | Promise<void> = () => undefined): Promise<void> {
    const endMs = clock.now().getTime() + seconds * 1_000;
    while (clock.now().getTime() < endMs) {
      const nextMs = Math.min(endMs, Math.max(cloud.nextDueMs(), clock.now().getTime() + 1));
      clock.set(new Date(nextMs));
      cloud.advance();
      await look();
    }
  }
  return { pass };
}

export function contentFor(image: string, change: Partial<RevisionContent> = {}): RevisionContent {
  return {
    image,
    cpuUnits: 512,
    memoryMiB: 1_024,
    port: 8_080,
    healthCheck: { path: '/healthz', graceSec: 60 },
    environment: {},
    secrets: {},
    ...change,
  };
}

export const ROLLING: Strategy = { kind: 'rolling' };
export const CANARY: Strategy = { kind: 'canary', percent: 20, bakeMin: 5, pause: true };

interface OrderFacts {
  readonly service?: string;
  readonly generation?: number;
  readonly image?: string;
  readonly change?: Partial<RevisionContent>;
  readonly strategy?: Strategy;
  readonly rollbackAlarms?: readonly string[];
  readonly desiredCount?: number;
}

/** A request to run `image`, complete with the circuit breaker the product asks for. */
export function orderFor(facts: OrderFacts = {}) {
  const content = contentFor(facts.image ?? 'govlab/job-ingest:v1', facts.change);
  const desiredCount = facts.desiredCount ?? 2;
  return {
    service: facts.service ?? 'job-ingest',
    generation: facts.generation ?? 1,
    content,
    contentHash: contentHashOf(content),
    strategy: facts.strategy ?? ROLLING,
    circuitBreaker: circuitBreakerFor(desiredCount),
    rollbackAlarms: facts.rollbackAlarms ?? [],
    cause: CAUSE,
    desiredCount,
    tags: { 'hms:program': 'job-training-grant' },
  };
}

/** The one service asked for, which must be there. */
export async function present(compute: Compute, name = 'job-ingest') {
  const [observed] = await compute.observe([name]);
  if (observed?.kind !== 'present') throw new Error(`${name} is ${JSON.stringify(observed)}`);
  return observed;
}

export function healthyOf(observed: ObservedService): number {
  if (observed.kind === 'missing') return 0;
  return Object.values(observed.healthyByContent).reduce((sum, count) => sum + count, 0);
}

export const SERVICE = 'job-ingest';
export const BETTER = 'govlab/job-ingest:v3';
export const BROKEN = 'govlab/job-ingest:v2';

/** A cloud in which job-ingest:v1 runs with all its tasks healthy. */
export async function openRunning(options: Parameters<typeof openCloud>[0] = {}, desiredCount = 2) {
  const world = openCloud(options);
  await world.cloud.compute.create(orderFor({ desiredCount }));
  await world.pass(200);
  return { ...world, compute: world.cloud.compute };
}
