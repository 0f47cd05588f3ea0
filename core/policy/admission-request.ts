import type { JobSpec } from '../contract/job.ts';
import type { ServiceSpec } from '../contract/service-spec.ts';
import type { AdmissionFacts, AdmissionRequest } from '../ports.ts';

const RESOURCES = { service: 'Service', budget: 'Budget', job: 'Job', policy: 'Policy' } as const;

const MICRO_USD_PER_CENT = 10_000;

/** The question that a Change is to its policies, as the admission schema words it. Pure. */
export function admissionRequest(facts: AdmissionFacts): AdmissionRequest {
  const { kind, target, program, requestedBy, requesterKind } = facts;
  return {
    action: kind,
    principal: { id: requestedBy, kind: requesterKind },
    resource: { type: RESOURCES[target.kind], id: target.name, program },
    context: { ...askedOf(facts), ...shapeOf(facts) },
  };
}

function askedOf(facts: AdmissionFacts): AdmissionRequest['context'] {
  return {
    kind: facts.kind,
    program: facts.program,
    target: facts.target.name,
    requestedBy: facts.requestedBy,
    ceilingMonthlyCents: cents(facts.ceilingAfterMicroUsd),
    ceilingDeltaMonthlyCents: cents(facts.ceilingDeltaMicroUsd),
    committedMonthlyCents: cents(facts.committedAfterMicroUsd),
  };
}

function shapeOf({ spec, bounds, intent }: AdmissionFacts): AdmissionRequest['context'] {
  if (intent.kind === 'job') return jobShape(intent.spec);
  if (!spec) return {};
  const { min, max } = bounds ?? spec.replicas;
  return { ...imageOf(spec.image), ...sizeOf(spec), min, max, owner: spec.owner, tier: spec.tier };
}

function jobShape(spec: JobSpec): AdmissionRequest['context'] {
  return {
    ...(spec.image !== undefined && imageOf(spec.image)),
    ...sizeOf(spec),
    owner: spec.owner,
  };
}

function sizeOf({ cpuUnits, memoryMiB }: Pick<ServiceSpec, 'cpuUnits' | 'memoryMiB'>) {
  return { cpuUnits, memoryMiB };
}

function imageOf(image: string) {
  return { image, imageRepository: repositoryOf(image) };
}

/** `govlab/job-ingest` of `govlab/job-ingest:v1` and of `govlab/job-ingest@sha256:...`. A registry's port stays. Pure. */
export function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
}

function cents(microUsd: number): number {
  return Math.ceil(microUsd / MICRO_USD_PER_CENT) + 0; // never -0, which is no Long
}
