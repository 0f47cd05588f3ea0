import type { Admission, AdmissionFacts, PolicyTools, Ports } from '../ports.ts';
import { admissionRequest } from './admission-request.ts';
import { binds } from './bound-services.ts';
import { combineVerdicts } from './combine-verdicts.ts';
import { noPolicies } from './no-policies.ts';
import { activeVersions } from './policy-versions.ts';

/** What admission reads and asks. */
interface AdmissionPorts extends Pick<Ports, 'store'> {
  readonly policies: Pick<PolicyTools, 'engine'>;
}

/**
 * Admission by the policies in force: every ACTIVE version that binds the Change's program is asked, and all must
 * approve. A version that is still rolling out decides nothing yet; the one before it does until then.
 * A Change of a policy itself is not asked about here: the Governance Layer's decision came with it.
 */
export function admissionBy(ports: AdmissionPorts): Admission {
  return { policyVersion: 'none', verdict: (facts) => verdict(ports, facts) };
}

async function verdict(ports: AdmissionPorts, facts: AdmissionFacts): ReturnType<Admission['verdict']> {
  if (facts.intent.kind === 'policy') return decidedAlready(facts.target.name, facts.intent);
  const active = await activeVersions(ports.store);
  const asked = active.filter((version) => binds(version, facts.program));
  if (asked.length === 0) return noPolicies.verdict(facts);
  const request = admissionRequest(facts);
  const said = asked.map(async (by) => ({
    by,
    verdict: await ports.policies.engine.decide(by.content.admission, request),
  }));
  return combineVerdicts(await Promise.all(said));
}

function decidedAlready(name: string, intent: { readonly number: number; readonly traceId: string }) {
  const policy = `${name}@${intent.number}`;
  return { status: 'approved' as const, policy, traceId: intent.traceId, obligations: [] };
}
