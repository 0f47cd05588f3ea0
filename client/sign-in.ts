import {
  ErrorResponse,
  InMemoryWebStorage,
  OidcClient,
  type StateStore,
  WebStorageStateStore,
} from 'oidc-client-ts';
import * as z from 'zod';
import { type SignInConfig, signInEndpoints } from '../core/contract/page-config.ts';
import { SignInProblem, type SignInReason } from './sign-in-problem.ts';

/** What a person has after signing in. The API takes `idToken`; times are of this machine's clock. */
export const SignInTokens = z
  .object({
    /** Whom they are of. */
    sub: z.string().min(1),
    idToken: z.string().min(1),
    refreshToken: z.string().min(1).optional(),
    /** From when on the token should be renewed: a minute before its end, sooner where it lives shortly. */
    renewAtMs: z.number(),
    expiresAtMs: z.number(),
  })
  .readonly();
export type SignInTokens = z.infer<typeof SignInTokens>;

/** How one program signs people in. */
export interface SignInOptions {
  readonly config: SignInConfig;
  /** Where the sign-in pages lead back to; registered with them letter by letter. */
  readonly redirectUri: string;
  /** Keeps what must survive the trip to the sign-in pages; without it, this process's memory does. */
  readonly store?: StateStore;
  readonly nowMs?: () => number;
}

const RENEW_EARLY_MS = 60_000;
const LIFE_SHARE = 0.2;
const ANSWER_WITHIN_SEC = 10;

/**
 * Signing in by authorization code and PKCE (RFC 7636) at the pages of `/config.json`, in a browser and in Node alike.
 * Signatures are not verified here: tokens come straight from the token endpoint (OpenID Connect Core, 3.1.3.7), and
 * the API verifies them on every call.
 */
export class SignIn {
  readonly #options: SignInOptions;
  readonly #client: OidcClient;

  constructor(options: SignInOptions) {
    this.#options = options;
    const inMemory = () => new WebStorageStateStore({ store: new InMemoryWebStorage() });
    this.#client = clientOf(options, options.store ?? inMemory());
  }

  /** The address to send a person to. `returnTo` comes back from `finish`, and never leaves this machine. */
  async start(returnTo: string): Promise<string> {
    const nonce = crypto.randomUUID();
    const { url } = await this.#client.createSigninRequest({ state: { returnTo }, nonce });
    return url;
  }

  /**
   * Takes the address that the sign-in pages led back to. It works once.
   * @throws SignInProblem `refused`, `stale`, `misconfigured`, `unreachable`
   */
  async finish(url: string): Promise<{ readonly tokens: SignInTokens; readonly returnTo: string }> {
    const returnTo = await this.#askedFrom(url);
    const refused = new URL(url).searchParams.has('error');
    const granted = await this.#client.processSigninResponse(url).catch((error: unknown) => {
      throw problemOf(error, refused ? 'refused' : 'stale', returnTo);
    });
    return { tokens: this.#tokensOf(granted), returnTo };
  }

  /** New tokens for the same person. @throws SignInProblem `ended`, `misconfigured`, `unreachable` */
  async renew({ sub, refreshToken }: SignInTokens): Promise<SignInTokens> {
    if (refreshToken === undefined) throw new SignInProblem('ended');
    const exchange = this.#client.useRefreshToken.bind(this.#client); // no hook of React, whatever its name says
    const state = { refresh_token: refreshToken, session_state: null, profile: NOBODY };
    const answered = exchange({ state, timeoutInSeconds: ANSWER_WITHIN_SEC });
    const renewed = await answered.catch((error: unknown) => {
      throw problemOf(error, 'ended');
    });
    const tokens = this.#tokensOf(renewed);
    if (tokens.sub !== sub) throw new SignInProblem('ended');
    return { refreshToken, ...tokens };
  }

  /** Makes the refresh token worthless. Never throws: it runs out by itself where this does not reach. */
  async revoke({ refreshToken }: SignInTokens): Promise<void> {
    if (refreshToken === undefined) return;
    await this.#client.revokeToken(refreshToken, 'refresh_token').catch(() => undefined);
  }

  /** Where the sign-in pages forget the person; they lead back to `redirectUri`. */
  signOutUrl(): string {
    const { config, redirectUri } = this.#options;
    const query = new URLSearchParams({ client_id: config.clientId, logout_uri: redirectUri });
    return `${signInEndpoints(config).logout}?${query}`;
  }

  /** Where the person was who is answered. The words of an answer that nobody here asked for are not believed. */
  async #askedFrom(url: string): Promise<string> {
    const asked = await this.#client.readSigninResponseState(url).catch(() => undefined);
    if (!asked) throw new SignInProblem('stale');
    return Returning.parse(asked.state.data).returnTo;
  }

  #tokensOf(granted: Granted): SignInTokens {
    const { config, nowMs = Date.now } = this.#options;
    const claims = IdClaims.safeParse(granted.profile);
    if (!granted.id_token || !claims.success) throw new SignInProblem('misconfigured');
    const { sub, iss, aud, exp, iat } = claims.data;
    if (iss !== config.issuer || aud !== config.clientId) throw new SignInProblem('misconfigured');
    const lifeMs = (exp - iat) * 1_000;
    const expiresAtMs = nowMs() + lifeMs;
    return {
      sub,
      idToken: granted.id_token,
      ...(granted.refresh_token && { refreshToken: granted.refresh_token }),
      expiresAtMs,
      renewAtMs: expiresAtMs - Math.min(RENEW_EARLY_MS, lifeMs * LIFE_SHARE),
    };
  }
}

interface Granted {
  readonly id_token?: string;
  readonly refresh_token?: string;
  readonly profile: unknown;
}

/** What an answer without an ID token would be read as; no such answer is taken. */
const NOBODY = { sub: '', iss: '', aud: '', exp: 0, iat: 0 };
const Returning = z.object({ returnTo: z.string() });
const IdClaims = z.object({
  sub: z.string(),
  iss: z.string(),
  aud: z.string(),
  exp: z.number(),
  iat: z.number(),
});

function clientOf({ config, redirectUri }: SignInOptions, stateStore: StateStore): OidcClient {
  const { authorize, token, revoke } = signInEndpoints(config);
  return new OidcClient({
    authority: config.issuer,
    metadata: {
      issuer: config.issuer,
      authorization_endpoint: authorize,
      token_endpoint: token,
      revocation_endpoint: revoke,
    },
    client_id: config.clientId,
    redirect_uri: redirectUri,
    scope: config.scopes.join(' '),
    stateStore,
    requestTimeoutInSeconds: ANSWER_WITHIN_SEC,
    fetchRequestCredentials: 'omit',
  });
}

/** How the library words an ID token that is not of this sign-in: another nonce, nobody's, no token at all. */
const CONTRADICTION = / in id_token|ID Token|Invalid token/;

/** The library's error is no `cause`: it holds the form that was sent, with its tokens. */
function problemOf(error: unknown, reason: SignInReason, returnTo?: string): SignInProblem {
  if (!(error instanceof ErrorResponse)) {
    const isOfAnother = CONTRADICTION.test(String(error));
    return new SignInProblem(isOfAnother ? reason : 'unreachable', { returnTo });
  }
  if (reason === 'refused') return new SignInProblem(reason, { said: wordsOf(error), returnTo });
  if (error.error === 'invalid_grant') return new SignInProblem(reason, { returnTo });
  return new SignInProblem('misconfigured', { said: wordsOf(error), returnTo });
}

function wordsOf({ error_description, error }: ErrorResponse): string {
  return error_description ?? error ?? '';
}
