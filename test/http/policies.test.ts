import { GRANT } from '../../adapters/embedded/policy/grant-policy.ts';
import { LocalGovernance } from '../../adapters/embedded/policy/local-governance.ts';
import { POLICY_CONTENT_LIMIT_BYTES } from '../../core/contract/policy.ts';
import { canonicalJson } from '../../core/digest.ts';
import { content, DECISION, send, signed, state } from '../policy/policy-samples.ts';
import { HttpWorld, PROGRAM } from './world.ts';

async function refusals(world: HttpWorld, stream: string): Promise<readonly unknown[]> {
  const { json } = await world.call('aud', 'GET', `/audit?stream=${encodeURIComponent(stream)}`);
  return (json['items'] as readonly { action: string }[]).filter(({ action }) => action === 'policy.refused');
}

describe('receiving policies over HTTP', () => {
  let world: HttpWorld;
  beforeEach(async () => {
    world = await HttpWorld.withPortal();
  });
  afterEach(() => world.close());

  it('202: a signed, approved version is in force at once where no bound task runs', async () => {
    const answer = await send(world);
    expect(answer.status).toBe(202);
    expect(answer.json).toMatchObject({ name: GRANT, number: 1, sourceVersion: 1, status: 'ACTIVE' });
    expect(answer.headers.get('location')).toBe(`/api/v1/policies/${GRANT}/versions/1`);
    const { json } = await world.call('aud', 'GET', `/changes/${answer.json['changeId']}`);
    expect(json).toMatchObject({ kind: 'policy', status: 'DONE' });
  });

  it('200: the same version again creates nothing and answers what is stored', async () => {
    const first = await send(world);
    const before = await state(world);
    const again = await send(world);
    expect([again.status, again.json]).toEqual([200, first.json]);
    expect(await state(world)).toBe(before);
  });

  it('one version, however often and at once it is sent', async () => {
    const body = await signed(world, {});
    const all = await Promise.all(
      Array.from({ length: 10 }, () => world.call('gov', 'POST', '/policies', { body })),
    );
    expect(new Set(all.map(({ json }) => json['number']))).toEqual(new Set([1]));
    const { json } = await world.call('aud', 'GET', `/policies/${GRANT}/versions`);
    expect(json['items']).toHaveLength(1);
  });

  it('a signature over what was sent counts, whatever defaults are filled in', async () => {
    const bare = { admission: 'permit(principal, action, resource);' };
    const answer = await send(world, { content: bare });
    expect(answer.json).toMatchObject({ number: 1, content: { ...bare, data: {}, programs: [] } });
  });

  describe('the size of a content', () => {
    /** A message whose content is so many bytes as canonical JSON. */
    const ofBytes = (bytes: number) => {
      const around = canonicalJson(content([], { data: { filler: '' } })).length;
      return { content: content([], { data: { filler: 'x'.repeat(bytes - around) } }) };
    };

    it('202: one of exactly 262144 bytes is taken and stored', async () => {
      const answer = await send(world, ofBytes(262_144));
      expect([answer.status, answer.json['status']]).toEqual([202, 'ACTIVE']);
    });

    it.each([262_145, 1_048_576])('413: one of %s bytes is refused with both sizes', async (bytes) => {
      const answer = await send(world, ofBytes(bytes));
      expect([answer.status, answer.json['code']]).toEqual([413, 'policy.too_large']);
      expect(answer.json['detail']).toBe(`The content is ${bytes} bytes; at most 262144 are taken.`);
    });
  });

  describe('refuses, stores nothing and audits', () => {
    const big = { filler: 'x'.repeat(POLICY_CONTENT_LIMIT_BYTES) };
    it.each([
      [403, 'policy.untrusted', 'a content altered after it was signed', {}, { content: content([PROGRAM]) }],
      [
        403,
        'policy.untrusted',
        'a decision altered after it was signed',
        {},
        { decision: { ...DECISION, trace_id: 'x' } },
      ],
      [403, 'policy.untrusted', 'a key nobody knows', {}, { keyId: 'somebody' }],
      [403, 'policy.untrusted', 'a signature that is none', {}, { signature: 'AAAA' }],
      [413, 'policy.too_large', 'a content over 256 KB', { content: content([], { data: big }) }, {}],
      [
        422,
        'policy.not_approved',
        'a decision that rejects',
        { decision: { ...DECISION, status: 'rejected' } },
        {},
      ],
      [
        422,
        'policy.not_approved',
        'a decision that wants a review',
        { decision: { ...DECISION, status: 'needs manual review' } },
        {},
      ],
    ] as const)('%s %s: %s', async (status, code, _what, message, alteration) => {
      const body = { ...(await signed(world, message)), ...alteration };
      const before = await state(world);
      const answer = await world.call('gov', 'POST', '/policies', { body });
      expect([answer.status, answer.json['code']]).toEqual([status, code]);
      expect(await state(world)).toBe(before);
      expect(await refusals(world, `policy/${GRANT}`)).toMatchObject([
        { outcome: 'denied', actor: { sub: 'gov' } },
      ]);
    });

    it('403 policy.untrusted: a signature by another key', async () => {
      const message = { name: GRANT, version: 1, content: content(), decision: DECISION };
      const other = (await LocalGovernance.open()).sign(canonicalJson(message));
      const answer = await world.call('gov', 'POST', '/policies', { body: { ...message, ...other } });
      expect(answer.json['code']).toBe('policy.untrusted');
      expect(await refusals(world, `policy/${GRANT}`)).toHaveLength(1);
    });

    it.each([
      [409, 'policy.outdated', 'an older version', { version: 4 }],
      [
        409,
        'policy.version_reused',
        'the same version with other content',
        { version: 5, content: content(['other']) },
      ],
    ] as const)('%s %s: %s', async (status, code, _what, message) => {
      await send(world, { version: 5 });
      const before = await state(world);
      const answer = await send(world, message);
      expect([answer.status, answer.json['code']]).toEqual([status, code]);
      expect(await state(world)).toBe(before);
      expect(await refusals(world, `policy/${GRANT}`)).toHaveLength(1);
    });
  });

  it.each([
    ['Cedar that does not parse', { admission: 'forbid(' }],
    [
      'Cedar that names an entity nobody knows',
      { admission: 'forbid(principal is Robot, action, resource);' },
    ],
    ['data that cannot be a root of a bundle', { data: { 'a/b': 1 } }],
    ['Rego that names no package', { rego: 'allow := true' }],
  ])(
    '422 policy.invalid: %s is kept as INVALID and audited, and changes nothing else',
    async (_what, wrong) => {
      await send(world);
      const answer = await send(world, { version: 2, content: content([], wrong) });
      expect([answer.status, answer.json['code']]).toEqual([422, 'policy.invalid']);
      await send(world, { version: 2, content: content([], wrong) });
      const { json } = await world.call('aud', 'GET', `/policies/${GRANT}/versions`);
      expect(json['items']).toMatchObject([
        { number: 2, status: 'INVALID' },
        { number: 1, status: 'ACTIVE' },
      ]);
      expect((json['items'] as object[])[0]).not.toHaveProperty('changeId');
      expect(await refusals(world, `policy/${GRANT}`)).toHaveLength(2);
      const right = await send(world, { version: 2, content: content([PROGRAM]) });
      expect(right.json).toMatchObject({ number: 3, sourceVersion: 2, status: 'ACTIVE' });
    },
  );

  it('404: a policy, and a version, that do not exist', async () => {
    for (const path of ['/policies/no-such', '/policies/no-such/versions', '/policies/no-such/versions/1'])
      expect((await world.call('aud', 'GET', path)).json['code']).toBe('policy.not_found');
    for (const [path, body] of [
      ['/policies/no-such/rollback', { reason: 'x' }],
      ['/policies/no-such/preview', { admission: '' }],
    ] as const)
      expect((await world.call('gov', 'POST', path, { body })).json['code']).toBe('policy.not_found');
  });

  it('409: a first version has nothing before it to go back to', async () => {
    await send(world);
    const answer = await world.call('gov', 'POST', `/policies/${GRANT}/rollback`, {
      body: { reason: 'undo' },
    });
    expect([answer.status, answer.json['code']]).toEqual([409, 'policy.illegal_state']);
  });

  it('202: a version in force goes back to the content before it, as a new version', async () => {
    await send(world);
    await send(world, { version: 2, content: content([PROGRAM]) });
    const answer = await world.call('gov', 'POST', `/policies/${GRANT}/rollback`, {
      body: { reason: 'undo' },
    });
    expect([answer.status, answer.json['number'], answer.json['restores']]).toEqual([202, 3, 1]);
    const { json } = await world.call('aud', 'GET', `/policies/${GRANT}`);
    expect(json).toMatchObject({ active: 3, newest: { content: content(), status: 'ACTIVE' } });
  });
});

describe('the Governance Layer of the embedded world', () => {
  it('200: sends the next version of the portal’s policy, good or broken, as often as it is asked', async () => {
    const world = await HttpWorld.withPortal();
    const ask = async (broken: boolean) =>
      (await world.call('nobody', 'POST', '/dev/policies', { body: { broken } })).json;
    expect(await ask(false)).toMatchObject({ name: GRANT, number: 1, sourceVersion: 1, status: 'ACTIVE' });
    expect(await ask(true)).toMatchObject({ number: 2, sourceVersion: 2, content: { programs: [GRANT] } });
    expect(await ask(false)).toMatchObject({ number: 3, sourceVersion: 3 });
    await world.close();
  });
});
