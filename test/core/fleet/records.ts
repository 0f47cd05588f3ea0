import type { Approval } from '../../../core/contract/approval.ts';
import type { Change, Intent } from '../../../core/contract/change.ts';
import type { Budget, PriceTable } from '../../../core/contract/money.ts';
import type { Deployment, Revision, Service } from '../../../core/contract/service.ts';
import { ServiceSpec } from '../../../core/contract/service-spec.ts';
import { contentHashOf, contentOf } from '../../../core/fleet/revision.ts';
import { addSeconds } from '../../../core/units.ts';

export const T0 = '2026-03-02T12:00:00.000Z';

/** An id that sorts by `n`. */
export function ulid(n: number): string {
  return `01ARZ3NDEKTSV4RRFFQ69G5${String(n).padStart(3, '0')}`;
}

/** `T0` and so many minutes. */
export function at(minutes: number): string {
  return addSeconds(T0, minutes * 60);
}

export function spec(image = 'govlab/job-ingest:v2', more: Partial<ServiceSpec> = {}): ServiceSpec {
  const parsed = ServiceSpec.parse({
    name: 'job-ingest',
    image,
    cpuUnits: 512,
    memoryMiB: 1024,
    replicas: { min: 2, max: 4 },
    program: 'job-training',
  });
  return { ...parsed, ...more };
}

export function revision(
  number: number,
  of: ServiceSpec,
  outcome: Revision['outcome'] = 'succeeded',
): Revision {
  const content = contentOf(of);
  return {
    service: of.name,
    number,
    contentHash: contentHashOf(content),
    content,
    changeId: ulid(number),
    outcome,
    createdAt: T0,
    version: 1,
  };
}

export const V1 = revision(1, spec('govlab/job-ingest:v1'));
export const V2 = revision(2, spec('govlab/job-ingest:v2'), 'pending');

/** Revision 1 has run; revision 2 is to run at generation 2. */
export function service(more: Partial<Service> = {}): Service {
  return {
    name: 'job-ingest',
    program: 'job-training',
    spec: spec(),
    revision: 2,
    nextRevision: 3,
    succeededRevisions: [1],
    generation: 2,
    desiredCount: 2,
    appliedCount: 2,
    bounds: { min: 2, max: 4 },
    status: 'DEPLOYING',
    statusReason: '',
    drift: [],
    deploymentId: ulid(102),
    scaling: { recentWants: [] },
    alarms: {},
    lastChangeId: ulid(2),
    createdBy: { sub: 'dev', kind: 'human' },
    createdAt: T0,
    updatedAt: T0,
    version: 5,
    ...more,
  };
}

/** The same service with revision 1 running and nothing in flight. */
export function atRest(more: Partial<Service> = {}): Service {
  return service({
    spec: spec('govlab/job-ingest:v1'),
    revision: 1,
    nextRevision: 2,
    generation: 1,
    status: 'HEALTHY',
    deploymentId: undefined,
    lastChangeId: ulid(1),
    ...more,
  });
}

export function deployment(more: Partial<Deployment> = {}): Deployment {
  return {
    id: ulid(102),
    service: 'job-ingest',
    changeId: ulid(2),
    generation: 2,
    revision: 2,
    fromRevision: 1,
    strategy: { kind: 'rolling' },
    status: 'PREPARING',
    statusReason: '',
    stage: '',
    healthyTasks: 0,
    createdAt: T0,
    startedAt: T0,
    version: 1,
    ...more,
  };
}

const NOTHING = { beforeMicroUsd: 0, afterMicroUsd: 0, deltaMicroUsd: 0 };

export function change(more: Partial<Change> = {}, intent?: Intent): Change {
  return {
    id: ulid(2),
    kind: intent?.kind ?? 'update',
    target: { kind: 'service', name: 'job-ingest' },
    program: 'job-training',
    intent: intent ?? { kind: 'update', spec: spec() },
    requestedBy: { sub: 'dev', kind: 'human' },
    reason: 'new version',
    plan: {
      digest: 'a'.repeat(64),
      basis: { revisionBefore: 1, priceTable: 'p1', policyVersion: 'none' },
      diff: [],
      cost: { floor: NOTHING, expected: NOTHING, ceiling: NOTHING, unit: 'microUsd per month', note: '' },
      budget: {
        scope: 'job-training',
        verdict: 'no raise',
        approvedMicroUsd: 0,
        committedBeforeMicroUsd: 0,
        committedAfterMicroUsd: 0,
      },
      policy: { status: 'approved', policy: 'none', traceId: 't', obligations: [] },
      approvals: { required: [], because: [] },
      preflight: [],
      warnings: [],
      noChange: false,
    },
    status: 'EXECUTING',
    statusReason: '',
    expiresAt: at(72 * 60),
    createdAt: T0,
    updatedAt: T0,
    correlationId: 'c',
    version: 2,
    ...more,
  };
}

export function approval(more: Partial<Approval> = {}): Approval {
  return {
    id: ulid(50),
    kind: 'promotion',
    changeId: ulid(2),
    service: 'job-ingest',
    program: 'job-training',
    planDigest: 'a'.repeat(64),
    requestedBy: { sub: 'dev', kind: 'human' },
    barred: [],
    quorum: [{ group: 'program', min: 1 }],
    because: [],
    votes: [],
    status: 'PENDING',
    statusReason: '',
    ceiling: NOTHING,
    evidence: { metric: 'none' },
    openedAt: T0,
    expiresAt: at(24 * 60),
    version: 1,
    ...more,
  };
}

export function budget(more: Partial<Budget> = {}): Budget {
  return {
    scope: 'job-training',
    monthlyMicroUsd: 250_000_000,
    softRatio: 0.8,
    hardRatio: 1,
    committedMicroUsd: 72_080_000,
    allowances: [],
    createdAt: T0,
    updatedAt: T0,
    version: 1,
    ...more,
  };
}

export const PRICES: PriceTable = {
  version: 'p1',
  date: '2026-01-01',
  source: 'test',
  region: 'us-east-1',
  vcpuHourMicroUsd: 40_480,
  gbHourMicroUsd: 4_445,
  hoursPerMonth: 730,
  note: 'compute only',
};
