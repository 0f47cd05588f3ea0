import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { Intent } from '../../core/contract/change.ts';
import { JobSpec } from '../../core/contract/job.ts';
import { ServiceSpec } from '../../core/contract/service-spec.ts';
import { admissionRequest, repositoryOf } from '../../core/policy/admission-request.ts';
import { ADMISSION_SCHEMA, RUN_ACTIONS } from '../../core/policy/admission-schema.ts';
import { combineVerdicts, type Said } from '../../core/policy/combine-verdicts.ts';
import type { AdmissionFacts, EngineVerdict } from '../../core/ports.ts';

const SPEC = ServiceSpec.parse({ name: 'svc', image: 'govlab/svc:v1' });

function factsOf(kind: string, more: Partial<AdmissionFacts> = {}): AdmissionFacts {
  return {
    kind,
    program: 'grants',
    requestedBy: 'dev',
    requesterKind: 'human',
    target: { kind: 'service', name: 'svc' },
    spec: SPEC,
    bounds: { min: 1, max: 3 },
    ceilingAfterMicroUsd: 72_080_001,
    ceilingDeltaMicroUsd: -5_000,
    committedAfterMicroUsd: 72_080_001,
    intent: { kind: 'restore' },
    ...more,
  };
}

const job = (spec: object): Partial<AdmissionFacts> => ({
  spec: undefined,
  bounds: undefined,
  target: { kind: 'job', name: 'night' },
  intent: {
    kind: 'job',
    retire: false,
    spec: JobSpec.parse({ name: 'night', schedule: 'manual', ...spec }),
  } as Intent,
});

describe('the question that a Change is to its policies', () => {
  it.each([
    ...RUN_ACTIONS.map((kind) => [kind, factsOf(kind)] as const),
    ['retire', factsOf('retire', { spec: undefined, bounds: undefined })] as const,
    ['budget', factsOf('budget', { spec: undefined, target: { kind: 'budget', name: 'grants' } })] as const,
    ['job with an image', factsOf('job', job({ image: 'govlab/night:v1' }))] as const,
    ['job of our own', factsOf('job', job({ builtin: 'optimize-resources' }))] as const,
  ])('fits the schema that texts are validated against: %s', (_what, facts) => {
    const { action, principal, resource, context } = admissionRequest(facts);
    const who = { type: 'Requester', id: principal.id };
    const what = { type: resource.type, id: resource.id };
    const answer = cedar.isAuthorized({
      principal: who,
      action: { type: 'Action', id: action },
      resource: what,
      context: { ...context },
      schema: ADMISSION_SCHEMA,
      validateRequest: true,
      policies: { staticPolicies: 'permit(principal, action, resource);' },
      entities: [
        { uid: who, attrs: { kind: principal.kind }, parents: [] },
        { uid: what, attrs: {}, parents: [{ type: 'Program', id: resource.program }] },
      ],
    });
    expect(answer).toMatchObject({
      type: 'success',
      response: { decision: 'allow', diagnostics: { errors: [] } },
    });
  });

  it('counts money in cents, rounded up, and takes the bounds that would be in force', () => {
    const { context } = admissionRequest(factsOf('bounds', { bounds: { min: 2, max: 7 } }));
    expect(context).toMatchObject({
      ceilingMonthlyCents: 7_209,
      ceilingDeltaMonthlyCents: 0,
      min: 2,
      max: 7,
    });
  });

  it.each([
    ['govlab/job-ingest:v1', 'govlab/job-ingest'],
    ['govlab/job-ingest@sha256:00ff', 'govlab/job-ingest'],
    ['govlab/job-ingest:v1@sha256:00ff', 'govlab/job-ingest'],
    ['registry.example:5000/govlab/x', 'registry.example:5000/govlab/x'],
    ['registry.example:5000/govlab/x:v1', 'registry.example:5000/govlab/x'],
  ])('knows the repository of %s', (image, repository) => {
    expect(repositoryOf(image)).toBe(repository);
  });
});

describe('one verdict out of many', () => {
  const by = (policy: string, verdict: Partial<EngineVerdict>): Said => ({
    by: {
      name: policy.toLowerCase(),
      number: 1,
      decision: { status: 'approved', policy, trace_id: `trace-${policy}` },
    },
    verdict: { status: 'approved', groups: [], obligations: [], ...verdict },
  });
  const refusal = { status: 'rejected', clause: 'no' } as const;
  const review = (group: string) =>
    ({ status: 'needs manual review', clause: `ask ${group}`, groups: [group] }) as const;

  it.each([
    ['all approve', [by('A', {}), by('B', {})], { status: 'approved', policy: 'A + B', version: 'a@1+b@1' }],
    [
      'a refusal counts before all',
      [by('A', {}), by('B', review('x')), by('C', refusal)],
      { status: 'rejected', policy: 'C', clause: 'no' },
    ],
    [
      'a review counts before an approval',
      [by('A', {}), by('B', review('x'))],
      { status: 'needs manual review', policy: 'B', group: 'x', groups: ['x'] },
    ],
    [
      'every reviewer is asked, once',
      [by('A', review('x')), by('B', review('y')), by('C', review('x'))],
      { groups: ['x', 'y'], clause: 'ask x; ask y; ask x' },
    ],
    [
      'what is owed adds up',
      [by('A', { obligations: ['a'] }), by('B', { obligations: ['b', 'a'] })],
      { obligations: ['a', 'b'] },
    ],
  ] as const)('%s', (_what, said, verdict) => {
    expect(combineVerdicts(said)).toMatchObject(verdict);
  });
});
