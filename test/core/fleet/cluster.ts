import { SimulatedCloud } from '../../../adapters/embedded/cloud/simulated-cloud.ts';
import { MemoryAuditAnchor } from '../../../adapters/embedded/file-audit-anchor.ts';
import { openLevelStore } from '../../../adapters/embedded/level-store.ts';
import { openLocalPolicies } from '../../../adapters/embedded/policy/local-policies.ts';
import { UlidIds } from '../../../adapters/embedded/ulid-ids.ts';
import { VirtualClock } from '../../../adapters/embedded/virtual-clock.ts';
import { expireDue } from '../../../core/approvals/expire-due.ts';
import { FARGATE_X86_US_EAST_1 } from '../../../core/budget/prices.ts';
import { requestChange } from '../../../core/changes/request-change.ts';
import type { Change, Intent } from '../../../core/contract/change.ts';
import type { Deployment, Service } from '../../../core/contract/service.ts';
import { ServiceSpec, type ServiceSpecInput } from '../../../core/contract/service-spec.ts';
import { OpsError } from '../../../core/errors.ts';
import type { Compute } from '../../../core/fleet/compute.ts';
import { reconcile } from '../../../core/fleet/reconcile.ts';
import { reconcileAll } from '../../../core/fleet/reconcile-all.ts';
import { noPolicies } from '../../../core/policy/no-policies.ts';
import type { Ports } from '../../../core/ports.ts';
import { find, list } from '../../../core/store/record-type.ts';
import { Changes } from '../../../core/store/records/changes.ts';
import { Deployments, deploymentsOf } from '../../../core/store/records/deployments.ts';
import { Services } from '../../../core/store/records/services.ts';

/** A memory store and a simulated cloud in virtual time; nothing happens unless a test lets it. */
export interface Cluster {
  readonly ports: Ports;
  readonly cloud: SimulatedCloud;
  /** The method of the platform that fails next, once. */
  breakNext(method: keyof Compute): void;
  /** Takes back what `breakNext` announced and has not come yet. */
  heal(): void;
  ask(intent: Intent, name?: string): Promise<Change>;
  deploy(image: string, more?: Partial<ServiceSpecInput>): Promise<Change>;
  reconcile(name?: string): ReturnType<typeof reconcile>;
  /** Lets minutes pass with a tick every 20 s unless told; `look` is called after each. */
  pass(minutes: number, how?: Passing): Promise<void>;
  service(name?: string): Promise<Service>;
  /** Newest first. */
  deployments(name?: string): Promise<readonly Deployment[]>;
  change(id: string): Promise<Change | undefined>;
}

interface Passing {
  readonly tickSec?: number;
  readonly look?: () => Promise<void>;
}

const NAME = 'job-ingest';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Opens a cluster with a budget of $2,500 a month, on a platform that can what the simulated cloud can unless told. */
export async function openCluster({
  features,
}: {
  readonly features?: Compute['features'];
} = {}): Promise<Cluster> {
  const clock = new VirtualClock(new Date('2026-03-02T12:00:00.000Z'));
  const cloud = new SimulatedCloud({ clock, seed: 7, environment: 'test', workloads: () => undefined });
  const faults = new Set<keyof Compute>();
  const ports: Ports = {
    clock,
    ids: new UlidIds(clock, { seed: 1 }),
    store: await openLevelStore({ location: 'memory' }),
    compute: breakable(cloud.compute, faults, features),
    tasks: cloud.tasks,
    images: cloud.images,
    secrets: cloud.secrets,
    metrics: cloud.metrics,
    alarms: cloud.alarms,
    admission: noPolicies,
    policies: await openLocalPolicies(),
    prices: { current: () => FARGATE_X86_US_EAST_1 },
    forecaster: { forecast: async () => undefined },
    anchor: new MemoryAuditAnchor(),
    log: silent,
    settings: { environment: 'test', timeZone: 'UTC' },
  };
  const cluster: Cluster = {
    ports,
    cloud,
    breakNext: (method) => faults.add(method),
    heal: () => faults.clear(),
    ask: (intent, name = NAME) => ask(ports, intent, name),
    deploy: (image, more) => ask(ports, { kind: 'deploy', spec: specOf(image, more) }, NAME),
    reconcile: (name = NAME) => reconcile(ports, { service: name, correlationId: 'test' }),
    pass: (minutes, how) => pass({ ports, clock, cloud }, minutes, how),
    service: (name = NAME) => serviceOf(ports, name),
    deployments: async (name = NAME) =>
      (await list(ports.store, Deployments, { ...deploymentsOf(name), limit: 50 })).items,
    change: (id) => find(ports.store, Changes, id),
  };
  const money = { monthlyMicroUsd: 2_500_000_000, softRatio: 0.8, hardRatio: 1 };
  await requestChange(ports, {
    target: { kind: 'budget', name: 'grants' },
    intent: { kind: 'budget', ...money },
    requestedBy: { sub: 'gov', kind: 'governance' },
    reason: 'test',
    correlationId: 'test',
  });
  return cluster;
}

function specOf(image: string, more: Partial<ServiceSpecInput> = {}) {
  return ServiceSpec.parse({
    name: NAME,
    image,
    program: 'grants',
    cpuUnits: 512,
    memoryMiB: 1024,
    replicas: { min: 2, max: 4 },
    ...more,
  });
}

function ask(ports: Ports, intent: Intent, name: string): Promise<Change> {
  return requestChange(ports, {
    target: { kind: 'service', name },
    intent,
    requestedBy: { sub: 'dev', kind: 'human' },
    reason: 'test',
    correlationId: 'test',
  });
}

async function serviceOf(ports: Ports, name: string): Promise<Service> {
  const service = await find(ports.store, Services, name);
  if (!service) throw new Error(`${name} is not there`);
  return service;
}

interface Running {
  readonly ports: Ports;
  readonly clock: VirtualClock;
  readonly cloud: SimulatedCloud;
}

async function pass({ ports, clock, cloud }: Running, minutes: number, { tickSec = 20, look }: Passing = {}) {
  const endMs = clock.now().getTime() + minutes * 60_000;
  while (clock.now().getTime() < endMs) {
    const tickMs = Math.min(endMs, clock.now().getTime() + tickSec * 1_000);
    while (clock.now().getTime() < tickMs) {
      clock.set(new Date(Math.min(tickMs, Math.max(cloud.nextDueMs(), clock.now().getTime() + 1))));
      cloud.advance();
    }
    await expireDue(ports);
    await reconcileAll(ports);
    await look?.();
  }
}

function breakable(
  compute: Compute,
  faults: Set<keyof Compute>,
  features: Compute['features'] = compute.features,
): Compute {
  return new Proxy(compute, {
    get(target, method: keyof Compute) {
      if (method === 'features') return features;
      const value = target[method];
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]) => {
        if (faults.delete(method))
          throw new OpsError('platform.unavailable', 'The platform does not answer.', { remedy: 'Wait.' });
        return Reflect.apply(value, target, args);
      };
    },
  });
}
