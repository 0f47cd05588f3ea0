import { MemoryAuditAnchor } from '../../../adapters/embedded/file-audit-anchor.ts';
import { openLevelStore } from '../../../adapters/embedded/level-store.ts';
import { LOCAL_IDENTITIES } from '../../../adapters/embedded/local-identities.ts';
import { openLocalPolicies } from '../../../adapters/embedded/policy/local-policies.ts';
import { UlidIds } from '../../../adapters/embedded/ulid-ids.ts';
import { VirtualClock } from '../../../adapters/embedded/virtual-clock.ts';
import { FARGATE_X86_US_EAST_1 } from '../../../core/budget/prices.ts';
import type { ChangeRequest } from '../../../core/changes/request.ts';
import { requestChange } from '../../../core/changes/request-change.ts';
import type { Change, PolicyVerdict } from '../../../core/contract/change.ts';
import type { Service } from '../../../core/contract/service.ts';
import { ServiceSpec, type ServiceSpecInput } from '../../../core/contract/service-spec.ts';
import type { Compute } from '../../../core/fleet/compute.ts';
import type { TaskRunner } from '../../../core/jobs/task-runner.ts';
import type { Ports, SecretState } from '../../../core/ports.ts';
import { find, put } from '../../../core/store/record-type.ts';
import { Services } from '../../../core/store/records/services.ts';
import type { Store } from '../../../core/store/store.ts';

/** A desk where changes are asked for: a real store, a clock that stands still, and nothing behind it that runs. */
export interface Desk {
  readonly ports: Ports;
  readonly clock: VirtualClock;
  /** What policy says from now on. */
  policy: PolicyVerdict;
  ask(request: Partial<ChangeRequest> & Pick<ChangeRequest, 'intent'>): Promise<Change>;
  deploy(spec: Partial<ServiceSpecInput> & { readonly name: string }): Promise<Change>;
  service(name: string): Promise<Service>;
  /** What reconcile would do when a rollout succeeded, as far as changes care. */
  settle(name: string): Promise<void>;
}

const ALLOWED: PolicyVerdict = { status: 'approved', policy: 'TEST-1', traceId: 't', obligations: [] };

/** Whoever the tests vote as. */
export const PEOPLE = LOCAL_IDENTITIES;

const NOW = new Date('2026-11-23T12:00:00.000Z');

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Opens a desk with a budget of $250 a month for `grants`, on a store in memory or on the one that is handed in. */
export async function openDesk(store?: Store): Promise<Desk> {
  const clock = new VirtualClock(NOW);
  const desk = { policy: ALLOWED };
  const ports: Ports = {
    clock,
    ids: new UlidIds(clock, { seed: 1 }),
    store: store ?? (await openLevelStore({ location: 'memory' })),
    compute: unreachable<Compute>(),
    tasks: unreachable<TaskRunner>(),
    images: { resolve: async () => ({ kind: 'unknown' }) },
    secrets: { check: async (arn) => secretStates.find((state) => arn.endsWith(`:${state}`)) ?? 'exists' },
    metrics: { read: async () => [] },
    alarms: { ensure: async () => undefined, list: async () => [], listAlarming: async () => [] },
    admission: { policyVersion: 'v1', verdict: async () => desk.policy },
    policies: await openLocalPolicies(),
    prices: { current: () => FARGATE_X86_US_EAST_1 },
    forecaster: { forecast: async () => undefined },
    anchor: new MemoryAuditAnchor(),
    log: silent,
    settings: { environment: 'test', timeZone: 'UTC' },
  };
  const open: Desk = Object.assign(desk, {
    ports,
    clock,
    ask: (request: Partial<ChangeRequest> & Pick<ChangeRequest, 'intent'>) =>
      requestChange(ports, {
        target: { kind: 'service', name: 'ai-recommender' },
        requestedBy: { sub: 'dev', kind: 'human' },
        reason: 'test',
        correlationId: 'test',
        ...request,
      }),
    deploy: (spec: Partial<ServiceSpecInput> & { readonly name: string }) => {
      const whole = ServiceSpec.parse({ image: `govlab/${spec.name}:v1`, program: 'grants', ...spec });
      return open.ask({
        target: { kind: 'service', name: spec.name },
        intent: { kind: 'deploy', spec: whole },
      });
    },
    service: (name: string) => mustFind(ports, name),
    settle: (name: string) => settle(ports, name),
  });
  await open.ask({
    target: { kind: 'budget', name: 'grants' },
    requestedBy: { sub: 'gov', kind: 'governance' },
    intent: { kind: 'budget', monthlyMicroUsd: 250_000_000, softRatio: 0.8, hardRatio: 1 },
  });
  return open;
}

/** The two services of the Job Training Grant story: ceilings of $72.08 and $170.12. */
export async function deployPortal(desk: Desk): Promise<void> {
  await desk.deploy({ name: 'job-ingest', cpuUnits: 512, memoryMiB: 1024, replicas: { min: 2, max: 4 } });
  await desk.deploy({
    name: 'ai-recommender',
    cpuUnits: 1024,
    memoryMiB: 4096,
    replicas: { min: 2, max: 4 },
  });
  await desk.settle('job-ingest');
  await desk.settle('ai-recommender');
}

async function mustFind(ports: Ports, name: string): Promise<Service> {
  const service = await find(ports.store, Services, name);
  if (!service) throw new Error(`${name} is not there`);
  return service;
}

async function settle(ports: Ports, name: string): Promise<void> {
  const service = await mustFind(ports, name);
  const settled: Service = {
    ...service,
    status: 'HEALTHY',
    deploymentId: undefined,
    succeededRevisions: [service.revision, ...service.succeededRevisions],
    version: service.version + 1,
  };
  await ports.store.commit({ writes: [put(Services, settled)], audit: [], events: [] });
}

/** Nothing in changes or approvals may touch the platform. */
function unreachable<Platform extends object>(): Platform {
  return new Proxy({} as Platform, {
    get: (_target, method) => {
      throw new Error(`changes must not call the platform: ${String(method)}`);
    },
  });
}

/** A secret is in the state that its name says. */
const secretStates: readonly SecretState[] = ['missing', 'unreadable', 'unknown'];
