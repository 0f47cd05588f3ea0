import fc from 'fast-check';
import { verifyAudit } from '../../../core/audit/verify-audit.ts';
import { OpsError } from '../../../core/errors.ts';
import type { Compute } from '../../../core/fleet/compute.ts';
import { stopDeployment } from '../../../core/fleet/stop-deployment.ts';
import { list } from '../../../core/store/record-type.ts';
import { Changes, openChanges } from '../../../core/store/records/changes.ts';
import { type Cluster, openCluster } from './cluster.ts';

type Deed = (cluster: Cluster) => Promise<unknown>;

const NAME = 'job-ingest';
const deploy = (image: string, more = {}): [string, Deed] => [
  `deploy ${image} ${JSON.stringify(more)}`,
  (c) => c.deploy(image, more),
];
const hand = (more: object): [string, Deed] => [
  `by hand ${JSON.stringify(more)}`,
  async (c) => c.cloud.alterByHand({ service: NAME, as: 'mallory', ...more }),
];
const fault = (method: keyof Compute): [string, Deed] => [
  `${method} fails`,
  async (c) => c.breakNext(method),
];

/** What people, the platform and bad luck do to a service. */
const DEEDS: readonly [string, Deed][] = [
  deploy('govlab/job-ingest:v1'),
  deploy('govlab/job-ingest:v3'),
  deploy('govlab/job-ingest:v4', { onDrift: 'revert' }),
  deploy('govlab/job-ingest:v4', { strategy: { kind: 'canary', percent: 50, bakeMin: 2 } }),
  deploy('govlab/job-ingest:v2'),
  deploy('govlab/portal-web:v4-arm64'),
  deploy('govlab/ai-recommender:v4-crash'),
  deploy('govlab/job-ingest:v3', { cpuUnits: 1024, memoryMiB: 2048 }),
  hand({ desiredCount: 3 }),
  hand({ desiredCount: 9 }),
  hand({ environment: { LOG: 'debug' } }),
  hand({ killTasks: 1 }),
  fault('create'),
  fault('rollOut'),
  fault('setDesiredCount'),
  fault('observe'),
  fault('stopDeployment'),
  fault('remove'),
  ['bounds', (c) => c.ask({ kind: 'bounds', replicas: { min: 1, max: 3 } })],
  ['retire', (c) => c.ask({ kind: 'retire' })],
  ['restore', (c) => c.ask({ kind: 'restore' })],
  ['revert count', (c) => c.ask({ kind: 'drift', field: 'desiredCount', answer: 'revert' })],
  ['revert environment', (c) => c.ask({ kind: 'drift', field: 'environment', answer: 'revert' })],
  ['adopt environment', (c) => c.ask({ kind: 'drift', field: 'environment', answer: 'adopt' })],
  [
    'stop',
    (c) =>
      stopDeployment(c.ports, {
        service: NAME,
        actor: { sub: 'dev', kind: 'human' },
        reason: 'x',
        correlationId: 'c',
      }),
  ],
];

const deeds = fc.array(
  fc.tuple(
    fc
      .constantFrom(...DEEDS)
      .map(([title, run]) => ({ run, toString: () => title, [fc.toStringMethod]: () => title })),
    fc.integer({ min: 0, max: 8 }),
  ),
  { minLength: 3, maxLength: 8 },
);

/** A refusal is an answer; only what nobody foresaw is a failure. */
async function attempt(deed: Deed, cluster: Cluster): Promise<void> {
  try {
    await deed(cluster);
  } catch (error) {
    if (!OpsError.is(error)) throw error;
  }
}

async function expectCalm(cluster: Cluster): Promise<void> {
  const service = await cluster.service();
  const [observed] = await cluster.ports.compute.observe([NAME]);
  expect(service.deploymentId).toBeUndefined();
  expect(service.queuedDeploymentId).toBeUndefined();
  const open = await list(cluster.ports.store, Changes, { ...openChanges, limit: 50 });
  expect(open.items.map(({ kind, status }) => `${kind} ${status}`)).toEqual([]);
  if (service.status === 'RETIRED') {
    expect(observed?.kind).toBe('missing');
    return;
  }
  expect(service.desiredCount).toBeGreaterThanOrEqual(service.bounds.min);
  expect(service.desiredCount).toBeLessThanOrEqual(service.bounds.max);
  expect(['HEALTHY', 'FAILED', 'BLOCKED', 'DEGRADED']).toContain(service.status);
  if (observed?.kind !== 'present') {
    expect(service.status).toBe('FAILED');
    return;
  }
  expect(observed.generation).toBe(service.generation);
  if (service.drift.length === 0) expect(observed.desiredCount).toBe(service.desiredCount);
}

describe('a service that people, hands and faults pull at', () => {
  it('comes to rest when they stop, with every change ended and every mutation explained', async () => {
    await fc.assert(
      fc.asyncProperty(deeds, async (sequence) => {
        const cluster = await openCluster();
        await cluster.deploy('govlab/job-ingest:v1');
        for (const [deed, minutes] of sequence) {
          await attempt(deed.run, cluster);
          await cluster.pass(minutes, { tickSec: 60 });
        }
        await cluster.pass(150, { tickSec: 120 });
        cluster.heal();
        await expectCalm(cluster);
        const before = cluster.cloud.mutations.length;
        await cluster.reconcile();
        expect(await cluster.reconcile()).toMatchObject({ outcome: 'at rest' });
        expect(cluster.cloud.mutations.length).toBe(before);
        expect((await verifyAudit(cluster.ports)).ok).toBe(true);
      }),
      { numRuns: Number(process.env['CHAOS_RUNS'] ?? 6), ...(process.env['CHAOS_RUNS'] ? {} : { seed: 11 }) },
    );
  });
});
