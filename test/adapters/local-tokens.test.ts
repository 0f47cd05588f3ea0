import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { LOCAL_IDENTITIES } from '../../adapters/embedded/local-identities.ts';
import { LocalTokens } from '../../adapters/embedded/local-tokens.ts';
import { Identity } from '../../core/contract/identity.ts';

const START = new Date('2026-01-05T09:00:00.000Z');
const { ana, dev } = LOCAL_IDENTITIES;
const claims = { kind: 'human', name: 'Ana Ruiz', roles: ['viewer'], groups: [] };

const refused = { code: 'request.unauthenticated', remedy: expect.stringContaining('/api/v1/dev/token') };

describe('the tokens of local identities', () => {
  let now: Date;
  let tokens: LocalTokens;
  beforeAll(async () => {
    tokens = await LocalTokens.open({ now: () => now });
  });
  beforeEach(() => {
    now = START;
  });

  it.each(Object.values(LOCAL_IDENTITIES))('say who $name is', async (identity) => {
    const { token } = await tokens.sign(identity);
    expect(await tokens.verify(token)).toEqual(Identity.parse(identity));
  });
  it('live twelve hours of real time and not a second longer', async () => {
    const { token, expiresAt } = await tokens.sign(ana);
    expect(expiresAt).toBe('2026-01-05T21:00:00.000Z');
    now = new Date('2026-01-05T20:59:59.000Z');
    expect((await tokens.verify(token)).sub).toBe('ana');
    now = new Date('2026-01-05T21:00:00.000Z');
    await expect(tokens.verify(token)).rejects.toMatchObject({
      ...refused,
      message: 'The token has expired.',
    });
  });
  it('are refused when they come from another key', async () => {
    const stranger = await LocalTokens.open({ now: () => now });
    const { token } = await stranger.sign(ana);
    await expect(tokens.verify(token)).rejects.toMatchObject({ ...refused, params: { because: 'invalid' } });
  });
  it('are refused when a claim was altered', async () => {
    const [header = '', , signature = ''] = (await tokens.sign(ana)).token.split('.');
    const [, payload = ''] = (await tokens.sign(dev)).token.split('.');
    await expect(tokens.verify([header, payload, signature].join('.'))).rejects.toMatchObject(refused);
  });
  it('are refused with the algorithm none', async () => {
    const token = new UnsecuredJWT(claims)
      .setSubject('ana')
      .setIssuer('hms-ops-local')
      .setAudience('hms-ops-api')
      .setIssuedAt(START)
      .setExpirationTime('1h')
      .encode();
    await expect(tokens.verify(token)).rejects.toMatchObject(refused);
  });
  it('are refused when they are no tokens at all, whatever they are', async () => {
    const nonsense = fc.oneof(
      fc.string(),
      fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((p) => p.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(nonsense, (token) => expect(tokens.verify(token)).rejects.toMatchObject(refused)),
    );
  });
});

describe('a token that was signed with the right key', () => {
  let directory: string;
  let tokens: LocalTokens;
  let sign: (change: (jwt: SignJWT) => SignJWT, more?: Record<string, unknown>) => Promise<string>;
  beforeAll(async () => {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    directory = await mkdtemp(join(tmpdir(), 'hms-tokens-'));
    await writeFile(join(directory, 'token-key.json'), JSON.stringify(await exportJWK(privateKey)));
    tokens = await LocalTokens.open({ directory });
    sign = (change, more = {}) =>
      change(
        new SignJWT({ ...claims, ...more })
          .setProtectedHeader({ alg: 'EdDSA' })
          .setSubject('ana')
          .setIssuer('hms-ops-local')
          .setAudience('hms-ops-api')
          .setIssuedAt()
          .setExpirationTime('1h'),
      ).sign(privateKey);
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('is accepted when every claim is as it must be', async () => {
    expect(await tokens.verify(await sign((jwt) => jwt))).toEqual({ sub: 'ana', ...claims });
  });
  it.each([
    ['for another audience', (jwt: SignJWT) => jwt.setAudience('someone-else')],
    ['from another issuer', (jwt: SignJWT) => jwt.setIssuer('someone-else')],
    ['expired', (jwt: SignJWT) => jwt.setExpirationTime('-1s')],
    ['not valid yet', (jwt: SignJWT) => jwt.setNotBefore('1h')],
    ['about nobody', (jwt: SignJWT) => jwt.setSubject('')],
  ])('is refused when it is %s', async (_what, change) => {
    await expect(tokens.verify(await sign(change))).rejects.toMatchObject(refused);
  });
  it.each([
    { roles: ['root'] },
    { roles: 'viewer' },
    { kind: 'robot' },
    { groups: ['Not A Group'] },
    { name: 7 },
  ])('is refused when it claims %j', async (more) => {
    await expect(tokens.verify(await sign((jwt) => jwt, more))).rejects.toMatchObject(refused);
  });
});

describe('the key of local tokens', () => {
  it('is kept in the data directory for its owner alone, so that tokens outlive a restart', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'hms-tokens-'));
    const directory = join(parent, 'made', 'first');
    const { token } = await (await LocalTokens.open({ directory })).sign(ana);
    expect((await stat(join(directory, 'token-key.json'))).mode & 0o777).toBe(0o600);
    expect((await (await LocalTokens.open({ directory })).verify(token)).sub).toBe('ana');
    await rm(parent, { recursive: true });
  });
  it('is the same for all who open an empty directory at once', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'hms-tokens-'));
    const opened = await Promise.all(Array.from({ length: 5 }, () => LocalTokens.open({ directory })));
    const [first] = opened;
    const token = (await first?.sign(ana))?.token ?? '';
    const verified = await Promise.all(opened.map((tokens) => tokens.verify(token)));
    expect(verified.map(({ sub }) => sub)).toEqual(['ana', 'ana', 'ana', 'ana', 'ana']);
    await rm(directory, { recursive: true });
  });
});

describe('the local identities', () => {
  it('are people, but for the Governance Layer, and nobody may both deploy and approve', () => {
    const all = Object.values(LOCAL_IDENTITIES);
    expect(all.filter(({ kind }) => kind !== 'human').map(({ sub }) => sub)).toEqual(['gov']);
    expect(all.filter(({ roles }) => roles.includes('deployer') && roles.includes('approver'))).toEqual([]);
    expect(Object.entries(LOCAL_IDENTITIES).every(([as, { sub }]) => as === sub)).toBe(true);
  });
});
