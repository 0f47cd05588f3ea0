import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { atEndpoint, CognitoTokens } from '../../../adapters/aws/cognito-tokens.ts';
import type { Identity } from '../../../core/contract/identity.ts';
import { describeTokens } from '../tokens.contract.ts';

const POOL = 'us-east-1_a1B2c3D4e';
const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`;
const HOUR = 3_600;
const nowSec = () => Math.floor(Date.now() / 1_000);

/** A user pool: its keys as it publishes them, and its id tokens. */
async function openPool(kid = 'key-1') {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }] });
  const asked: string[] = [];
  const read = async (url: string) => {
    asked.push(url);
    return new TextEncoder().encode(keys).buffer;
  };
  const tokens = new CognitoTokens({ userPool: POOL, clients: ['dashboard', 'cli'] }, read);
  return {
    tokens,
    asked,
    sign: (claims: JWTPayload) => jwtOf(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey),
  };
}

/** Claims as in the Amazon Cognito Developer Guide, "Understanding the identity (ID) token". */
function jwtOf(claims: JWTPayload): SignJWT {
  const times = { auth_time: nowSec() - 60, iat: nowSec() - 60, exp: nowSec() + HOUR };
  return new SignJWT({ iss: ISSUER, aud: 'dashboard', token_use: 'id', ...times, ...claims });
}

function claimsOf({ sub, name, roles, groups }: Identity): JWTPayload {
  return {
    sub,
    name,
    'cognito:username': sub,
    'cognito:groups': [...roles.map((role) => `role:${role}`), ...groups],
  };
}

const ana = {
  sub: '5f1a',
  name: 'Ana',
  'cognito:username': 'ana',
  'cognito:groups': ['role:viewer', 'program'],
};
const refused = { code: 'request.unauthenticated', params: { because: 'invalid' } };

describeTokens('a Cognito user pool', async () => {
  const { tokens, sign } = await openPool();
  return {
    tokens,
    sign: (identity, how) =>
      sign({ ...claimsOf(identity), ...(how && { iat: nowSec() - 2 * HOUR, exp: nowSec() - HOUR }) }),
  };
});

describe('an id token of a Cognito user pool', () => {
  it('may be of any of the clients, and of either form of issuer', async () => {
    const { tokens, sign } = await openPool();
    const global = `https://issuer-cognito-idp.us-east-1.amazonaws.com/${POOL}`;
    for (const claims of [{ aud: 'cli' }, { iss: global }])
      expect(await tokens.verify(await sign({ ...ana, ...claims }))).toMatchObject({
        sub: '5f1a',
        kind: 'human',
        roles: ['viewer'],
        groups: ['program'],
      });
  });

  it.each<[string, JWTPayload]>([
    ['of another client', { aud: 'someone-else' }],
    ['of another pool', { iss: ISSUER.replace(POOL, 'us-east-1_other') }],
    ['an access token', { token_use: 'access', client_id: 'dashboard' }],
    ['not valid yet', { nbf: nowSec() + HOUR }],
  ])('is refused when it is %s', async (_, claims) => {
    const { tokens, sign } = await openPool();
    await expect(tokens.verify(await sign({ ...ana, ...claims }))).rejects.toMatchObject(refused);
  });

  it('has the keys of the pool asked for once, where Cognito publishes them', async () => {
    const { tokens, sign, asked } = await openPool();
    await tokens.verify(await sign(ana));
    await tokens.verify(await sign(ana));
    expect(asked).toEqual([`${ISSUER}/.well-known/jwks.json`]);
  });

  it('is neither good nor bad while the keys of the pool cannot be read', async () => {
    const { sign } = await openPool();
    const tokens = new CognitoTokens({ userPool: POOL, clients: ['dashboard'] }, async () => {
      throw new Error('no answer');
    });
    await expect(tokens.verify(await sign(ana))).rejects.toMatchObject({
      code: 'platform.unavailable',
      params: { dependency: 'cognito' },
    });
  });

  it('needs a user pool that can exist', () => {
    const open = () =>
      new CognitoTokens({ userPool: 'nonsense', clients: [] }, async () => new ArrayBuffer());
    expect(open).toThrow('Invalid Cognito User Pool ID');
  });
});

describe('an endpoint that stands in for Cognito', () => {
  it('has the keys under the same path', () => {
    expect(atEndpoint(`${ISSUER}/.well-known/jwks.json`, 'http://127.0.0.1:4566')).toBe(
      `http://127.0.0.1:4566/${POOL}/.well-known/jwks.json`,
    );
  });
});
