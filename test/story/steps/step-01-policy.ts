import { GRANT, GRANT_CONTENT, GRANT_DECISION } from '../../../adapters/embedded/policy/grant-policy.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';
import type { StoryWorld } from '../story-world.ts';

/** The Governance Layer sends the policy twice: one version. A signature that does not hold: refused, audited. */
export const receivePolicy: Step = {
  number: 1,
  title: 'job-training-grant@1 is received once though sent twice; a bad signature is refused and audited',
  async run(world) {
    const forged = await forge(world);
    promise.equal(forged.code, 'policy.untrusted', 'a policy whose signature does not hold');
    promise.equal((await world.as('aud').listPolicies()).items.length, 0, 'policies after the forgery');
    const body = await world.signed({
      name: GRANT,
      version: 1,
      content: GRANT_CONTENT,
      decision: GRANT_DECISION,
    });
    const first = await world.as('gov').receivePolicy({ body });
    const again = await world.as('gov').receivePolicy({ body });
    promise.equal([first.number, again.number], [1, 1], 'the numbers of both receipts');
    const versions = await world.as('aud').listPolicyVersions({ params: { name: GRANT } });
    promise.equal(
      versions.items.map(({ number, status }) => [number, status]),
      [[1, 'ACTIVE']],
      'the versions after sending twice',
    );
    promise.equal(
      versions.items[0]?.decision,
      GRANT_DECISION,
      'the decision in the Governance Layer’s words',
    );
    return `${GRANT}@1 is ACTIVE by ${GRANT_DECISION.policy}; the forgery was refused and audited`;
  },
};

/** Sends a policy that was altered after it was signed. */
async function forge(world: StoryWorld) {
  const signed = await world.signed({
    name: GRANT,
    version: 1,
    content: GRANT_CONTENT,
    decision: { ...GRANT_DECISION, status: 'needs manual review' },
  });
  const refusal = await world.refusal(
    world.as('gov').receivePolicy({ body: { ...signed, decision: GRANT_DECISION } }),
  );
  const { items } = await world.as('aud').listAudit({ query: { stream: `policy/${GRANT}` } });
  const entry = items.find(({ action, outcome }) => action === 'policy.refused' && outcome === 'denied');
  promise.that(entry?.reason.startsWith('INVALID') === true, 'the forgery is audited as INVALID');
  return refusal;
}
