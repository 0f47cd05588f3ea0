import { approvedMicroUsd } from '../budget/envelope.ts';
import type { Plan, PolicyVerdict, Preflight } from '../contract/change.ts';
import { isLegalTaskSize, legalSizeHint } from '../contract/task-size.ts';
import { formatUsd } from '../format.ts';
import type { SecretState } from '../ports.ts';
import type { Facts } from './facts.ts';
import type { Shape } from './shape.ts';

/** What the checks look at beside the facts. */
export interface PreflightInput {
  readonly facts: Facts;
  readonly after: Shape | undefined;
  readonly budget: Plan['budget'];
  readonly policy: PolicyVerdict;
}

/** The pre-flight checks of a plan, each passed, warned or failed. A failed one stops the Change. Pure. */
export function preflightOf(input: PreflightInput): readonly Preflight[] {
  const { facts, after } = input;
  if (facts.request.target.kind === 'budget') return [policyCheck(input), commitmentsCheck(facts)];
  if (facts.request.intent.kind === 'job')
    return [policyCheck(input), jobImageCheck(facts), secretsCheck(facts)];
  if (!after) return [policyCheck(input), dependantsCheck(facts), flightCheck(facts)];
  return [
    sizeCheck(after),
    ceilingCheck(input),
    policyCheck(input),
    imageCheck(facts, after),
    alarmCheck(facts),
    secretsCheck(facts),
    flightCheck(facts),
    dependenciesCheck(facts, after),
  ];
}

const pass = (check: string, detail: string): Preflight => ({ check, outcome: 'pass', detail });
const warn = (check: string, detail: string): Preflight => ({ check, outcome: 'warn', detail });
const fail = (check: string, detail: string): Preflight => ({ check, outcome: 'fail', detail });

function sizeCheck({ spec }: Shape): Preflight {
  return isLegalTaskSize(spec)
    ? pass('task size', `${spec.cpuUnits} CPU units and ${spec.memoryMiB} MiB are a Fargate size.`)
    : fail('task size', legalSizeHint(spec));
}

function ceilingCheck({ budget }: PreflightInput): Preflight {
  return budget.verdict === 'exceeds'
    ? warn('ceiling inside budget', 'The ceiling goes beyond the budget; people must approve it.')
    : pass('ceiling inside budget', `The ceiling stays inside the budget of ${budget.scope}.`);
}

function policyCheck({ policy }: PreflightInput): Preflight {
  const said = policy.clause ?? policy.policy;
  if (policy.status === 'approved') return pass('policy', `Allowed by ${policy.policy}.`);
  return policy.status === 'rejected'
    ? fail('policy', `Forbidden: ${said}`)
    : warn('policy', `Needs review: ${said}`);
}

/** A budget below what is committed already would be broken the moment it is set. */
function commitmentsCheck({ request: { intent }, budget }: Facts): Preflight {
  const limit = intent.kind === 'budget' ? Math.round(intent.monthlyMicroUsd * intent.hardRatio) : 0;
  const allowed = budget ? approvedMicroUsd({ ...budget, monthlyMicroUsd: limit, hardRatio: 1 }) : limit;
  const committed = budget?.committedMicroUsd ?? 0;
  return committed <= allowed
    ? pass('covers the commitments', `${formatUsd(committed)} a month are committed.`)
    : fail('covers the commitments', `${formatUsd(committed)} a month are committed; lower ceilings first.`);
}

function imageCheck(facts: Facts, { spec }: Shape): Preflight {
  switch (facts.image) {
    case 'resolved':
      return pass('image', `Resolved to ${spec.image}.`);
    case 'missing':
      return fail('image', `The registry has no image ${spec.image}; check its name and tag.`);
    case 'unknown':
      return warn(
        'image',
        `The registry does not tell whether ${spec.image} exists; its tag is approved as it is.`,
      );
    case 'not asked':
      return pass('image', 'The image stays what it was approved to be.');
  }
}

function jobImageCheck({ image }: Facts): Preflight {
  if (image === 'missing') return fail('image', 'The registry has no such image; check its name and tag.');
  return image === 'unknown'
    ? warn('image', 'The registry does not tell whether the image exists.')
    : pass('image', image === 'resolved' ? 'The registry has the image.' : 'No image is needed.');
}

function alarmCheck({ alarming }: Facts): Preflight {
  return alarming.length === 0
    ? pass('rollback alarms', 'No alarm of the service is in ALARM.')
    : warn('rollback alarms', `In ALARM already, so ignored for rolling back: ${alarming.join(', ')}.`);
}

function secretsCheck({ secrets }: Facts): Preflight {
  const thatAre = (wanted: SecretState) =>
    secrets.filter(({ state }) => state === wanted).map(({ arn }) => arn);
  const [missing, unreadable, unknown] = [thatAre('missing'), thatAre('unreadable'), thatAre('unknown')];
  if (missing.length > 0) return fail('secrets', `Not found: ${missing.join(', ')}.`);
  if (unreadable.length > 0)
    return fail(
      'secrets',
      `Tasks may not read: ${unreadable.join(', ')}. Tag it hms:environment with this environment's name.`,
    );
  if (unknown.length > 0) return warn('secrets', `Cannot be checked: ${unknown.join(', ')}.`);
  return pass('secrets', secrets.length === 0 ? 'None are used.' : 'All can be resolved.');
}

function flightCheck({ inFlight }: Facts): Preflight {
  return inFlight
    ? warn(
        'no deployment in flight',
        `Revision ${inFlight.revision} is ${inFlight.status}; this one waits its turn.`,
      )
    : pass('no deployment in flight', 'Nothing is being deployed.');
}

function dependenciesCheck(facts: Facts, { spec }: Shape): Preflight {
  const healthy = new Set(
    facts.dependencies.filter(({ status }) => status === 'HEALTHY').map(({ name }) => name),
  );
  const ill = spec.dependsOn.filter((name) => !healthy.has(name));
  return ill.length === 0
    ? pass('dependencies healthy', spec.dependsOn.length === 0 ? 'It depends on none.' : 'All are HEALTHY.')
    : warn('dependencies healthy', `Not HEALTHY: ${ill.join(', ')}.`);
}

function dependantsCheck({ dependants, request }: Facts): Preflight {
  if (dependants.length === 0) return pass('no dependants', 'No live service depends on it.');
  const override = request.intent.kind === 'retire' ? request.intent.overrideReason : undefined;
  const detail = `Live services depend on it: ${dependants.join(', ')}.`;
  return override === undefined
    ? fail('no dependants', `${detail} Retire them first, or give an overrideReason.`)
    : warn('no dependants', `${detail} Overridden: ${override}`);
}
