import fc from 'fast-check';
import { GRANT_CONTENT } from '../../adapters/embedded/policy/grant-policy.ts';
import { CedarEngine } from '../../adapters/portable/cedar-engine.ts';
import type { AdmissionRequest } from '../../core/ports.ts';

const engine = new CedarEngine();
const ALLOW = 'permit(principal, action, resource);';

const asked = {
  kind: 'deploy',
  program: 'grants',
  target: 'job-ingest',
  requestedBy: 'dev',
  ceilingMonthlyCents: 7_208,
  ceilingDeltaMonthlyCents: 7_208,
  committedMonthlyCents: 7_208,
};
const shape = {
  image: 'govlab/job-ingest:v1',
  imageRepository: 'govlab/job-ingest',
  cpuUnits: 512,
  memoryMiB: 1_024,
  min: 2,
  max: 4,
  owner: 'dev',
  tier: 'standard',
};

function deploy(context: Record<string, string | number> = {}, kind = 'human'): AdmissionRequest {
  return {
    action: 'deploy',
    principal: { id: 'dev', kind },
    resource: { type: 'Service', id: 'job-ingest', program: 'grants' },
    context: { ...asked, ...shape, ...context },
  };
}

describe('what a policy text may say', () => {
  it.each([
    ['nothing at all', ''],
    ['everything is allowed', ALLOW],
    ['the policy of the Job Training Grant', GRANT_CONTENT.admission],
    [
      'a group of actions',
      `${ALLOW} forbid(principal, action in Action::"run", resource) when { context.max > 9 };`,
    ],
    [
      'a program',
      `${ALLOW} forbid(principal, action, resource in Program::"grants") when { context.kind == "retire" };`,
    ],
    ['a review', `${ALLOW} @review("privacy") forbid(principal, action == Action::"budget", resource);`],
  ])('holds: %s', async (_what, text) => {
    expect(await engine.validate(text)).toEqual([]);
  });

  it.each([
    ['a text that stops in the middle', 'forbid(', /unexpected end/],
    ['a text that is no Cedar', 'images: govlab/*', /unexpected|expected/],
    [
      'an entity nobody knows',
      'forbid(principal is Robot, action, resource);',
      /unrecognized entity type Robot/,
    ],
    [
      'an action nobody knows',
      'forbid(principal, action == Action::"fly", resource);',
      /unrecognized action/,
    ],
    [
      'a field nobody knows',
      'permit(principal, action, resource) when { context.colour == "red" };',
      /colour/,
    ],
    [
      'a field that some of its actions lack',
      'forbid(principal, action, resource) when { context.image == "x" };',
      /image/,
    ],
    [
      'a comparison of unlike things',
      `forbid(principal, action, resource) when { context.kind > 3 };`,
      /Long|type/,
    ],
    ['a template', 'permit(principal == ?principal, action, resource);', /templates/],
    ['a review on what allows', `@review("privacy") ${ALLOW}`, /@review belongs on a forbid/],
    [
      'a review by nobody',
      `${ALLOW} @review("Nobody!") forbid(principal, action == Action::"budget", resource);`,
      /names no group/,
    ],
  ])('does not hold: %s', async (_what, text, problem) => {
    expect((await engine.validate(text)).join('\n')).toMatch(problem);
  });

  it('never throws, whatever the text is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(Array.isArray(await engine.validate(text))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what a policy says of a Change', () => {
  const clause = '@id("no nginx") forbid(principal, action in Action::"run", resource)';
  const nginx = `${ALLOW} ${clause} when { context.imageRepository like "*nginx" };`;
  const review = `${ALLOW} @id("big") @review("privacy")
    forbid(principal, action in Action::"run", resource) when { context.max > 3 };`;

  it.each([
    ['what is permitted is approved', ALLOW, deploy(), { status: 'approved' }],
    ['what nothing forbids is approved', nginx, deploy(), { status: 'approved' }],
    [
      'what a clause forbids is rejected with its name',
      nginx,
      deploy({ imageRepository: 'public/nginx' }),
      { status: 'rejected', clause: 'no nginx' },
    ],
    [
      'what nothing permits is rejected',
      'forbid(principal, action, resource) when { context.kind == "retire" };',
      deploy(),
      { status: 'rejected', clause: 'no clause permits it' },
    ],
    [
      'what is to be reviewed names who reviews',
      review,
      deploy(),
      { status: 'needs manual review', clause: 'big', groups: ['privacy'] },
    ],
    ['what is not to be reviewed passes', review, deploy({ max: 3 }), { status: 'approved' }],
    [
      'a refusal counts before a review',
      `${review} ${clause};`,
      deploy(),
      { status: 'rejected', clause: 'no nginx' },
    ],
    [
      'a review does not stand in for a permit',
      '@review("privacy") forbid(principal, action in Action::"run", resource);',
      deploy(),
      { status: 'rejected', clause: 'no clause permits it' },
    ],
    [
      'obligations come with what permits',
      `@obligation("tell the board") ${ALLOW}`,
      deploy(),
      { status: 'approved', obligations: ['tell the board'] },
    ],
    [
      'a clause without a name is named by its place',
      `${ALLOW} forbid(principal, action in Action::"run", resource);`,
      deploy(),
      { status: 'rejected', clause: 'clause 2' },
    ],
    [
      'machines can be told from people',
      `${ALLOW} @clause("people only") forbid(principal, action, resource) unless { principal.kind == "human" };`,
      deploy({}, 'ci'),
      { status: 'rejected', clause: 'people only' },
    ],
    ['an empty text has no opinion', ' \n', deploy(), { status: 'approved' }],
  ])('%s', async (_what, text, request, verdict) => {
    expect(await engine.validate(text)).toEqual([]);
    expect(await engine.decide(text, request)).toMatchObject(verdict);
  });

  it.each([
    ['a text that does not parse', 'forbid('],
    ['a rule that fails', `${ALLOW} forbid(principal, action, resource) when { context.colour == "red" };`],
    [
      'a number that overflows',
      `${ALLOW} forbid(principal, action, resource) when { context.max * 9223372036854775807 > 1 };`,
    ],
  ])('never approves what it cannot evaluate: %s', async (_what, text) => {
    const verdict = await engine.decide(text, deploy());
    expect(verdict).toMatchObject({ status: 'needs manual review', groups: ['program'] });
  });

  it('keeps its verdicts apart however many texts are asked in turn', async () => {
    const texts = Array.from(
      { length: 40 },
      (_, n) => `${ALLOW} @id("more than ${n}")
      forbid(principal, action in Action::"run", resource) when { context.max > ${n} };`,
    );
    for (const [n, text] of [...texts.entries(), ...texts.entries()]) {
      const { status } = await engine.decide(text, deploy({ max: 20 }));
      expect([n, status]).toEqual([n, n < 20 ? 'rejected' : 'approved']);
    }
  });
});
