import { decodeJwt } from 'jose';
import { SignIn, type SignInTokens } from '../../client/sign-in.ts';
import { SignInProblem } from '../../client/sign-in-problem.ts';
import { SignInProvider } from '../sign-in/sign-in-provider.ts';

const BACK = 'http://127.0.0.1:8765/callback';
const NOW = Date.parse('2026-03-02T08:00:00Z');

/** Follows the sign-in pages, and answers where they lead. */
async function walk(url: string): Promise<string> {
  const { headers } = await fetch(url, { redirect: 'manual' });
  return headers.get('location') ?? '';
}

describe('signing in by authorization code and PKCE', () => {
  let provider: SignInProvider;
  let signIn: SignIn;
  beforeEach(async () => {
    provider = await SignInProvider.open();
    signIn = new SignIn({ config: provider.config, redirectUri: BACK, nowMs: () => NOW });
  });
  afterEach(() => provider.close());

  const signedIn = async (): Promise<SignInTokens> =>
    (await signIn.finish(await walk(await signIn.start('/')))).tokens;

  it('comes back with an ID token, and with the place where the person was', async () => {
    const { tokens, returnTo } = await signIn.finish(await walk(await signIn.start('/jobs?x=1')));
    expect(returnTo).toBe('/jobs?x=1');
    expect(decodeJwt(tokens.idToken)).toMatchObject({ sub: 'a-11', aud: 'page-client' });
    expect(tokens).toMatchObject({ expiresAtMs: NOW + 3_600_000, renewAtMs: NOW + 3_540_000 });
  });

  it('tells the sign-in pages neither where the person was nor the proof', async () => {
    const asked = new URL(await signIn.start('/services/secret-project'));
    expect(asked.href).not.toContain('secret-project');
    expect(Object.fromEntries(asked.searchParams)).toEqual({
      client_id: 'page-client',
      redirect_uri: BACK,
      response_type: 'code',
      scope: 'openid profile email',
      nonce: expect.any(String),
      state: expect.any(String),
      code_challenge: expect.any(String),
      code_challenge_method: 'S256',
    });
  });

  it('renews early when tokens live shortly', async () => {
    provider.lifeSec = 10;
    expect(await signedIn()).toMatchObject({ expiresAtMs: NOW + 10_000, renewAtMs: NOW + 8_000 });
  });

  it('renews with the refresh token, which it keeps when no other comes', async () => {
    const first = await signedIn();
    const second = await signIn.renew(first);
    expect(second.idToken).not.toBe(first.idToken);
    expect(second.refreshToken).toBe(first.refreshToken);
    expect(decodeJwt(second.idToken).sub).toBe('a-11');
  });

  it('makes the refresh token worthless at the end', async () => {
    const tokens = await signedIn();
    await signIn.revoke(tokens);
    await expect(signIn.renew(tokens)).rejects.toMatchObject({ reason: 'ended' });
  });

  it('names the address that makes the sign-in pages forget', () => {
    const query = `client_id=page-client&logout_uri=${encodeURIComponent(BACK)}`;
    expect(signIn.signOutUrl()).toBe(`${provider.config.origin}/logout?${query}`);
  });

  describe('and what may go wrong', () => {
    const finishing = (url: string) => signIn.finish(url).catch((error: unknown) => error);

    it('refused: in the words of the sign-in pages', async () => {
      provider.refusal = { error: 'access_denied', error_description: 'User is disabled.' };
      const problem = await finishing(await walk(await signIn.start('/jobs')));
      expect(problem).toMatchObject({
        reason: 'refused',
        returnTo: '/jobs',
        detail: expect.stringContaining('User is disabled.'),
      });
      expect(SignInProblem.is(problem, 'refused')).toBe(true);
    });

    it('stale: an answer that nobody here asked for, whose words are not believed', async () => {
      const forged = `${BACK}?error=access_denied&error_description=Call+555-0100&state=made-up`;
      expect(await finishing(forged)).toMatchObject({
        reason: 'stale',
        message: expect.not.stringContaining('555'),
      });
      expect(await finishing(`${BACK}?code=stolen`)).toMatchObject({ reason: 'stale' });
    });

    it('stale: the same answer a second time', async () => {
      const back = await walk(await signIn.start('/'));
      await signIn.finish(back);
      expect(await finishing(back)).toMatchObject({ reason: 'stale' });
    });

    it('stale: a code that the sign-in pages no longer know', async () => {
      const back = new URL(await walk(await signIn.start('/')));
      back.searchParams.set('code', 'another');
      expect(await finishing(back.href)).toMatchObject({ reason: 'stale' });
    });

    it('stale: an ID token of another sign-in', async () => {
      provider.forge = { nonce: 'of-somebody-else' };
      expect(await finishing(await walk(await signIn.start('/')))).toMatchObject({ reason: 'stale' });
    });

    it.each([
      ['issuer', { iss: 'https://elsewhere.example' }],
      ['audience', { aud: 'another-client' }],
    ])('misconfigured: an ID token of another %s', async (_, claims) => {
      provider.forge = claims;
      expect(await finishing(await walk(await signIn.start('/')))).toMatchObject({ reason: 'misconfigured' });
    });

    it('misconfigured: a client that the sign-in pages do not know', async () => {
      const other = new SignIn({
        config: { ...provider.config, clientId: 'other' },
        redirectUri: BACK,
      });
      const tokens = { sub: 'a-11', idToken: 'x.y.z', refreshToken: 'r', renewAtMs: 0, expiresAtMs: 0 };
      await expect(other.renew(tokens)).rejects.toMatchObject({ reason: 'misconfigured' });
    });

    it('unreachable: the pages are busy or away, and what was renewed is not lost', async () => {
      const tokens = await signedIn();
      provider.answers = false;
      await expect(signIn.renew(tokens)).rejects.toMatchObject({ reason: 'unreachable' });
      provider.answers = true;
      expect((await signIn.renew(tokens)).idToken).not.toBe(tokens.idToken);
      await provider.close();
      await expect(signIn.renew(tokens)).rejects.toMatchObject({ reason: 'unreachable' });
      await signIn.revoke(tokens);
    });

    it('ended: no refresh token, or another person behind it', async () => {
      const { refreshToken: _, ...without } = await signedIn();
      await expect(signIn.renew(without)).rejects.toMatchObject({ reason: 'ended' });
      const tokens = await signedIn();
      provider.forge = { sub: 'somebody-else' };
      await expect(signIn.renew(tokens)).rejects.toMatchObject({ reason: 'ended' });
    });
  });
});
