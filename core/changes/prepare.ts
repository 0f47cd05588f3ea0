import type { Plan } from '../contract/change.ts';
import { isLegal, SERVICE_VERBS, type ServiceVerb } from '../contract/lifecycle.ts';
import { OpsError } from '../errors.ts';
import { refuseBadJob } from '../jobs/refuse-bad-job.ts';
import { admissionRequest } from '../policy/admission-request.ts';
import type { AdmissionFacts, Ports } from '../ports.ts';
import { type Facts, loadFacts } from './facts.ts';
import { type Draft, draftChange, planChange } from './plan-change.ts';
import { refuseFight } from './refuse-fight.ts';
import type { ChangeRequest } from './request.ts';

/** A request with everything that was worked out for it. */
export interface Prepared {
  readonly facts: Facts;
  readonly draft: Draft;
  readonly plan: Plan;
}

/**
 * Reads the facts, drafts, asks policy, plans. Writes nothing.
 * @throws OpsError `service.not_found`, `service.illegal_state`, `budget.not_found`, `revision.not_found`,
 *   `version.mismatch`, `service.no_drift`, `service.drift_fight`
 */
export async function prepareChange(
  ports: Pick<Ports, 'store' | 'clock' | 'prices' | 'images' | 'secrets' | 'admission'>,
  request: ChangeRequest,
): Promise<Prepared> {
  const facts = await loadFacts(ports, request);
  refuseOldVersion(facts);
  refuseIllegal(facts);
  refuseOtherProgram(facts);
  refuseFight(facts);
  refuseBadJob(facts);
  const draft = draftChange(facts);
  const question = questionOf(facts, draft);
  const policy = await ports.admission.verdict(question);
  const plan = planChange(facts, draft, { version: ports.admission.policyVersion, ...policy });
  return { facts, draft, plan: { ...plan, asked: admissionRequest(question) } };
}

function questionOf(facts: Facts, draft: Draft): AdmissionFacts {
  return {
    kind: facts.request.intent.kind,
    program: facts.program,
    requestedBy: facts.request.requestedBy.sub,
    spec: draft.after?.spec,
    ceilingAfterMicroUsd: draft.cost.ceiling.afterMicroUsd,
    committedAfterMicroUsd: draft.budget.committedAfterMicroUsd,
    target: facts.request.target,
    requesterKind: facts.request.requestedBy.kind,
    ceilingDeltaMicroUsd: draft.cost.ceiling.deltaMicroUsd,
    bounds: draft.after?.bounds,
    intent: facts.request.intent,
  };
}

function refuseOldVersion({ request, service, budget }: Facts): void {
  const version = (request.target.kind === 'service' ? service : budget)?.version ?? 0;
  if (request.expectedVersion === undefined || request.expectedVersion === version) return;
  throw new OpsError('version.mismatch', `${request.target.name} is at version ${version} now.`, {
    remedy: 'Read it again, look at what changed, and send the request with the new ETag in If-Match.',
    params: { expected: request.expectedVersion, actual: version },
  });
}

function refuseIllegal({ request, service }: Facts): void {
  if (request.target.kind !== 'service') return;
  const verb = verbOf(request);
  if (!service) {
    if (verb === 'deploy') return;
    throw new OpsError('service.not_found', `No service is named ${request.target.name}.`, {
      remedy: 'List the services and use one of their names, or deploy it first.',
      params: { service: request.target.name },
    });
  }
  if (verb === 'deploy' && service.status === 'RETIRED') return;
  if (!isLegal(SERVICE_VERBS, verb, service.status)) throw illegal(verb, service);
}

/** Money is counted where a service was approved; it cannot wander to another program's budget. */
function refuseOtherProgram({ service, program }: Facts): void {
  if (!service || service.status === 'RETIRED' || service.program === program) return;
  const remedy = `Keep program ${service.program}, or retire the service and deploy it anew under ${program}.`;
  throw new OpsError('request.invalid', `${service.name} belongs to program ${service.program}.`, {
    remedy,
    errors: [{ field: 'program', problem: 'cannot change while the service lives', remedy }],
  });
}

function illegal(verb: ServiceVerb, service: { readonly name: string; readonly status: string }): OpsError {
  const legal = SERVICE_VERBS[verb].join(', ');
  return new OpsError(
    'service.illegal_state',
    `${service.name} is ${service.status}; ${verb} is not possible.`,
    {
      remedy: `Wait until it is one of ${legal}.`,
      params: { service: service.name, status: service.status, verb },
    },
  );
}

const VERBS = {
  deploy: 'deploy',
  update: 'update',
  rollback: 'rollback',
  bounds: 'setBounds',
  retire: 'retire',
  restore: 'restore',
  drift: 'answerDrift',
  optimize: 'update',
} as const satisfies Record<string, ServiceVerb>;

function verbOf({ intent }: ChangeRequest): ServiceVerb {
  const { kind } = intent;
  return kind === 'budget' || kind === 'job' || kind === 'policy' ? 'update' : VERBS[kind];
}
