import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { JwtExpiredError } from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import type { Identity } from '../../core/contract/identity.ts';
import { OpsError } from '../../core/errors.ts';
import type { Tokens } from '../../core/ports.ts';
import { unavailable } from './aws-client.ts';
import { identityOf } from './claims-identity.ts';

/** Longest wait for the user pool's public keys, in ms. They are asked for once a container, and for a key not seen yet. */
const KEYS_MS = 3_000;

/** Whose tokens are believed. */
export interface UserPool {
  readonly userPool: string;
  /** Ids of the clients that people sign in with. */
  readonly clients: readonly string[];
}

/** Reads the document at an address. */
export type ReadDocument = (url: string) => Promise<ArrayBuffer>;

/** Verifies id tokens of a Cognito user pool, where no gateway has done so. */
export class CognitoTokens implements Tokens {
  readonly #verify: (token: string) => Promise<Readonly<Record<string, unknown>>>;

  /** @throws Error for an id that no user pool has: the deployment is broken. */
  constructor({ userPool, clients }: UserPool, read: ReadDocument) {
    const jwksCache = new SimpleJwksCache({ fetcher: { fetch: (url) => keysAt(url, read) } });
    const verifier = CognitoJwtVerifier.create(
      { userPoolId: userPool, tokenUse: 'id', clientId: [...clients] },
      { jwksCache },
    );
    this.#verify = (token) => verifier.verify(token);
  }

  /** @throws OpsError `request.unauthenticated`; `platform.unavailable` when the pool's keys cannot be read. */
  async verify(token: string): Promise<Identity> {
    try {
      return identityOf(await this.#verify(token));
    } catch (cause) {
      throw OpsError.is(cause) ? cause : unauthenticated(cause);
    }
  }
}

/**
 * The tokens of a user pool. Its keys come from Cognito, or from the endpoint that stands in for it where the SDK's own
 * settings name one. Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints".
 */
export function openCognitoTokens(pool: UserPool): CognitoTokens {
  const endpoint =
    process.env['AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER'] ?? process.env['AWS_ENDPOINT_URL'];
  return new CognitoTokens(pool, (url) => documentAt(endpoint ? atEndpoint(url, endpoint) : url));
}

/** The same path at another origin. Pure. */
export function atEndpoint(url: string, endpoint: string): string {
  return new URL(new URL(url).pathname, endpoint).href;
}

async function keysAt(url: string, read: ReadDocument): Promise<ArrayBuffer> {
  try {
    return await read(url);
  } catch (cause) {
    throw unavailable('cognito', cause);
  }
}

async function documentAt(url: string): Promise<ArrayBuffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(KEYS_MS), redirect: 'error' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.arrayBuffer();
}

function unauthenticated(cause: unknown): OpsError {
  const expired = cause instanceof JwtExpiredError;
  return new OpsError(
    'request.unauthenticated',
    expired ? 'The token has expired.' : 'The token is not valid.',
    {
      remedy: 'Sign in again and send the id token.',
      params: { because: expired ? 'expired' : 'invalid' },
      cause,
    },
  );
}
