import {
  CLI_CALLBACK_URL,
  PageConfig,
  pageSecurityPolicy,
  signInEndpoints,
} from '../../../core/contract/page-config.ts';

const SIGN_IN = {
  origin: 'https://hms-ops-dev-1.auth.us-east-1.amazoncognito.com',
  issuer: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123',
  clientId: '1example23456789',
};

describe('what a page is told about signing in', () => {
  it('asks for the usual three scopes unless told otherwise', () => {
    expect(PageConfig.parse({ signIn: SIGN_IN }).signIn?.scopes).toEqual(['openid', 'profile', 'email']);
  });

  it('may be nothing', () => {
    expect(PageConfig.parse({})).toEqual({});
  });

  it.each([
    ['an origin with a path', { signIn: { ...SIGN_IN, origin: 'https://auth.example/login' } }],
    [
      'an origin that would widen the security policy',
      { signIn: { ...SIGN_IN, origin: "https://a.example 'unsafe-eval'" } },
    ],
    ['no issuer', { signIn: { ...SIGN_IN, issuer: '' } }],
    ['a live address that is no WebSocket', { liveUrl: 'https://live.example/' }],
  ])('is not %s', (_, config) => {
    expect(PageConfig.safeParse(config).success).toBe(false);
  });

  it('names the four endpoints of managed login', () => {
    expect(Object.values(signInEndpoints(SIGN_IN)).map((url) => new URL(url).pathname)).toEqual([
      '/oauth2/authorize',
      '/oauth2/token',
      '/oauth2/revoke',
      '/logout',
    ]);
  });

  it('leads the command line back to this machine alone', () => {
    expect(new URL(CLI_CALLBACK_URL)).toMatchObject({ hostname: '127.0.0.1', protocol: 'http:' });
  });

  it('lets the page run its own files and talk to the sign-in pages, and nothing else', () => {
    const policy = pageSecurityPolicy([SIGN_IN.origin]);
    expect(policy).toContain(`connect-src 'self' ${SIGN_IN.origin};`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
  });
});
