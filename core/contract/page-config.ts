import * as z from 'zod';

/** Where the page and the command line learn how people sign in: `<origin>/config.json`, readable by everybody. */
export const PAGE_CONFIG_PATH = '/config.json';

/**
 * Where `hms login` waits for the browser to come back (RFC 8252, section 7.3). A user pool compares callback URLs
 * letter by letter, so the port is fixed; it allows plain HTTP on 127.0.0.1 (Amazon Cognito API Reference,
 * CreateUserPoolClient, CallbackURLs).
 */
export const CLI_CALLBACK_URL = 'http://127.0.0.1:8765/callback';

/** What is asked of whoever signs in: who they are, and how to call them. */
export const SIGN_IN_SCOPES = ['openid', 'profile', 'email'] as const;

const Origin = z.string().regex(/^https?:\/\/[^/?#\s]+$/, 'write an origin without a path');

/**
 * How people sign in: authorization code with PKCE, by a public client. The tokens that the API takes are ID tokens of
 * `clientId`.
 */
export const SignInConfig = z
  .object({
    /** Origin of the sign-in pages, e.g. `https://hms-ops-dev-1.auth.us-east-1.amazoncognito.com`. */
    origin: Origin,
    /** Who issues the tokens: their `iss`, e.g. `https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEf123`. */
    issuer: z.url(),
    clientId: z.string().min(1).max(128),
    scopes: z.array(z.string().min(1)).min(1).readonly().default(SIGN_IN_SCOPES),
  })
  .readonly();
export type SignInConfig = z.infer<typeof SignInConfig>;

/** What stands in `/config.json`. A world that needs no sign-in says `{}`, or has no such file. */
export const PageConfig = z
  .object({
    signIn: SignInConfig.optional(),
    /** The WebSocket where it is not `/api/v1/live` of the page's own origin. */
    liveUrl: z.url({ protocol: /^wss?$/ }).optional(),
  })
  .readonly();
export type PageConfig = z.infer<typeof PageConfig>;

/** What is written into `/config.json`: defaults may be left out. */
export type PageConfigInput = z.input<typeof PageConfig>;

/**
 * The endpoints of the sign-in pages (Amazon Cognito Developer Guide, "User pool endpoints and managed login
 * reference"): people are sent to `authorize` and `logout`, the page calls `token` and `revoke`. Pure.
 */
export function signInEndpoints({ origin }: Pick<SignInConfig, 'origin'>) {
  return {
    authorize: `${origin}/oauth2/authorize`,
    token: `${origin}/oauth2/token`,
    revoke: `${origin}/oauth2/revoke`,
    logout: `${origin}/logout`,
  } as const;
}

/**
 * The content security policy of the page. Scripts and styles come from its own files only: neither may stand in the
 * document. Beside its own origin it talks to `connectTo` (origins: of the sign-in pages, and of a WebSocket that is
 * elsewhere). Pure.
 */
export function pageSecurityPolicy(connectTo: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    ['connect-src', "'self'", ...connectTo].join(' '),
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
