import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { CLI_CALLBACK_URL, type SignInConfig } from '../../core/contract/page-config.ts';

/** Who sits before the sign-in pages. Groups as in the user pool: `role:viewer`, `program`. */
export interface Visitor {
  readonly sub: string;
  readonly name: string;
  readonly groups: readonly string[];
}

/** Ana as the user pool knows her. */
export const ANA: Visitor = {
  sub: 'a-11',
  name: 'Ana',
  groups: ['role:viewer', 'role:approver', 'program'],
};

interface Grant {
  readonly visitor: Visitor;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | undefined;
  readonly authTime: number;
}

const CLIENT_ID = 'page-client';

/**
 * Sign-in pages on loopback that answer as a user pool with managed login does (Amazon Cognito Developer Guide,
 * "Authorize endpoint", "Token endpoint", "Logout endpoint", "Revoke endpoint"): exact callback URLs, PKCE, codes that
 * work once, RS256, and errors in its words. Whoever is sent here is `visitor`, without being asked.
 */
export class SignInProvider {
  visitor: Visitor = ANA;
  /** What the pages lead back with instead of a code. */
  refusal: { readonly error: string; readonly error_description?: string } | undefined;
  /** How long tokens live. */
  lifeSec = 3_600;
  /** Whether refresh tokens still work. */
  renews = true;
  /** Whether the token endpoint answers at all. */
  answers = true;
  /** Claims that ID tokens carry instead of the true ones. */
  forge: JWTPayload = {};
  /** What was asked, in order: `authorize`, `token authorization_code`, `logout`, … */
  readonly asked: string[] = [];
  readonly callbacks = new Set<string>([CLI_CALLBACK_URL]);
  readonly revoked = new Set<string>();
  readonly #codes = new Map<string, Grant>();
  readonly #refreshTokens = new Map<string, Grant>();
  readonly #keys = generateKeyPair('RS256');
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  #origin = '';

  /** Starts one on a free port. */
  static async open(): Promise<SignInProvider> {
    const provider = new SignInProvider();
    await new Promise<void>((ready) => provider.#server.listen(0, '127.0.0.1', ready));
    const address = provider.#server.address();
    provider.#origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    return provider;
  }

  /** What `/config.json` says of these pages. */
  get config(): SignInConfig {
    const issuer = `${this.#origin}/us-east-1_Loopback`;
    return { origin: this.#origin, issuer, clientId: CLIENT_ID, scopes: ['openid', 'profile', 'email'] };
  }

  /** The public half of the key that signs. */
  async publicJwk() {
    return exportJWK((await this.#keys).publicKey);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((ended) => this.#server.close(ended));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.#origin);
    const form = new URLSearchParams(await text(request));
    response.setHeader('access-control-allow-origin', '*');
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    if (url.pathname === '/oauth2/authorize') return this.#authorize(url.searchParams, response);
    if (url.pathname === '/logout') return this.#logout(url.searchParams, response);
    if (url.pathname === '/oauth2/token') return this.#token(form, response);
    if (url.pathname === '/oauth2/revoke') return this.#revoke(form, response);
    response.writeHead(404).end();
  }

  #authorize(query: URLSearchParams, response: ServerResponse): void {
    this.asked.push('authorize');
    const redirectUri = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== CLIENT_ID || !this.callbacks.has(redirectUri)) {
      page(response, 400, 'redirect_mismatch');
      return;
    }
    const back = new URL(redirectUri);
    back.searchParams.set('state', query.get('state') ?? '');
    for (const [name, value] of Object.entries(this.#verdict(query, redirectUri)))
      back.searchParams.set(name, value);
    response.writeHead(302, { location: back.href }).end();
  }

  #verdict(query: URLSearchParams, redirectUri: string): Readonly<Record<string, string>> {
    if (this.refusal) return this.refusal;
    const challenge = query.get('code_challenge');
    if (query.get('response_type') !== 'code' || query.get('code_challenge_method') !== 'S256' || !challenge)
      return { error: 'invalid_request', error_description: 'PKCE is required' };
    const code = randomUUID();
    const nonce = query.get('nonce') ?? undefined;
    const authTime = Math.floor(Date.now() / 1_000);
    this.#codes.set(code, { visitor: this.visitor, redirectUri, challenge, nonce, authTime });
    return { code };
  }

  async #token(form: URLSearchParams, response: ServerResponse): Promise<void> {
    const kind = form.get('grant_type') ?? '';
    this.asked.push(`token ${kind}`);
    if (!this.answers) return page(response, 503, 'Service Unavailable');
    if (form.get('client_id') !== CLIENT_ID) return json(response, 400, { error: 'invalid_client' });
    const grant = kind === 'refresh_token' ? this.#renewal(form) : this.#exchange(form);
    if (!grant) return json(response, 400, { error: 'invalid_grant' });
    const fresh = kind === 'refresh_token' ? {} : { refresh_token: this.#refreshToken(grant) };
    const id_token = await this.#idToken(grant, kind);
    json(response, 200, {
      id_token,
      access_token: randomUUID(),
      expires_in: this.lifeSec,
      token_type: 'Bearer',
      ...fresh,
    });
  }

  #exchange(form: URLSearchParams): Grant | undefined {
    const code = form.get('code') ?? '';
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const fits = grant?.challenge === proof && grant.redirectUri === form.get('redirect_uri');
    return fits ? grant : undefined;
  }

  #renewal(form: URLSearchParams): Grant | undefined {
    const token = form.get('refresh_token') ?? '';
    return this.renews && !this.revoked.has(token) ? this.#refreshTokens.get(token) : undefined;
  }

  #refreshToken(grant: Grant): string {
    const token = `refresh-${randomUUID()}`;
    this.#refreshTokens.set(token, grant);
    return token;
  }

  async #idToken({ visitor, nonce, authTime }: Grant, kind: string): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      'cognito:groups': visitor.groups,
      'cognito:username': visitor.sub,
      name: visitor.name,
      token_use: 'id',
      auth_time: authTime,
      jti: randomUUID(),
      ...(nonce !== undefined && kind !== 'refresh_token' && { nonce }),
      sub: visitor.sub,
      iss: this.config.issuer,
      aud: CLIENT_ID,
      iat: now,
      exp: now + this.lifeSec,
    };
    return new SignJWT({ ...claims, ...this.forge })
      .setProtectedHeader({ alg: 'RS256', kid: 'loopback' })
      .sign((await this.#keys).privateKey);
  }

  #revoke(form: URLSearchParams, response: ServerResponse): void {
    this.asked.push('revoke');
    this.revoked.add(form.get('token') ?? '');
    response.writeHead(200).end();
  }

  #logout(query: URLSearchParams, response: ServerResponse): void {
    this.asked.push('logout');
    const to = query.get('logout_uri') ?? '';
    if (query.get('client_id') !== CLIENT_ID || !this.callbacks.has(to))
      page(response, 400, 'redirect_mismatch');
    else response.writeHead(302, { location: to }).end();
  }
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function page(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'content-type': 'text/html' }).end(`<h1>${words}</h1>`);
}
