import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { Identity } from '../../core/contract/identity.ts';
import { OpsError } from '../../core/errors.ts';
import type { Tokens } from '../../core/ports.ts';
import { keptSecret } from './kept-secret.ts';
import { hasCode } from './system-error.ts';

const ALGORITHM = 'EdDSA';
const ISSUER = 'hms-ops-local';
const AUDIENCE = 'hms-ops-api';
const KEY_FILE = 'token-key.json';
/** A working day and then some; the tokens of the embedded world are worth nothing elsewhere. */
const TTL_SEC = 12 * 3_600;

/** Enough for everybody on this machine; forgetting them all costs one verification each. */
const MOST_VERIFIED = 1_000;

interface Verified {
  readonly identity: Identity;
  readonly untilMs: number;
}

type Key = Awaited<ReturnType<typeof importJWK>>;

export interface LocalTokensOptions {
  /** Where the key pair is kept, so that tokens outlive a restart; a new pair in memory without it. */
  readonly directory?: string | undefined;
  /** Real time: a token lives 12 hours of the visitor's day, however fast the virtual clock runs. */
  readonly now?: () => Date;
}

/** Signs and verifies the tokens of local identities: Ed25519, no other algorithm. For the embedded world alone. */
export class LocalTokens implements Tokens {
  readonly #signingKey: Key;
  readonly #verifyingKey: Key;
  readonly #now: () => Date;
  /** Whose signature was found right lately: a page sends the same token with every call. */
  readonly #verified = new Map<string, Verified>();

  private constructor(keys: { readonly signing: Key; readonly verifying: Key }, now: () => Date) {
    this.#signingKey = keys.signing;
    this.#verifyingKey = keys.verifying;
    this.#now = now;
  }

  /** Reads the key pair of `directory`, and makes it first where there is none. */
  static async open({ directory, now = () => new Date() }: LocalTokensOptions = {}): Promise<LocalTokens> {
    const secret = directory === undefined ? await newKey() : await keyIn(directory);
    const { d: _private, ...open } = secret;
    const [signing, verifying] = await Promise.all([
      importJWK(secret, ALGORITHM),
      importJWK(open, ALGORITHM),
    ]);
    return new LocalTokens({ signing, verifying }, now);
  }

  /** A token that says who its bearer is, for `ttlSec` seconds of real time. */
  async sign(
    identity: Identity,
    ttlSec = TTL_SEC,
  ): Promise<{ readonly token: string; readonly expiresAt: string }> {
    const { sub, kind, name, roles, groups } = identity;
    const issuedSec = Math.floor(this.#now().getTime() / 1_000);
    const token = await new SignJWT({ kind, name, roles, groups })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setSubject(sub)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(issuedSec)
      .setExpirationTime(issuedSec + ttlSec)
      .sign(this.#signingKey);
    return { token, expiresAt: new Date((issuedSec + ttlSec) * 1_000).toISOString() };
  }

  async verify(token: string): Promise<Identity> {
    const known = this.#verified.get(token);
    if (known && this.#now().getTime() < known.untilMs) return known.identity;
    const verified = await this.#verifyAnew(token);
    if (this.#verified.size >= MOST_VERIFIED) this.#verified.clear();
    this.#verified.set(token, verified);
    return verified.identity;
  }

  async #verifyAnew(token: string): Promise<Verified> {
    try {
      const { payload } = await jwtVerify(token, this.#verifyingKey, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ['sub', 'exp', 'iat'],
        currentDate: this.#now(),
      });
      return { identity: Identity.parse(payload), untilMs: (payload.exp ?? 0) * 1_000 };
    } catch (cause) {
      throw unauthenticated(cause);
    }
  }
}

function unauthenticated(cause: unknown): OpsError {
  const expired = hasCode(cause, 'ERR_JWT_EXPIRED');
  return new OpsError(
    'request.unauthenticated',
    expired ? 'The token has expired.' : 'The token is not valid.',
    {
      remedy:
        'Take a new token with POST /api/v1/dev/token {"as":"ana"} and send it as Authorization: Bearer <token>.',
      params: { because: expired ? 'expired' : 'invalid' },
      cause,
    },
  );
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
  return exportJWK(privateKey);
}

/** The key of `directory`. */
async function keyIn(directory: string): Promise<JWK> {
  return JSON.parse(await keptSecret(join(directory, KEY_FILE), async () => JSON.stringify(await newKey())));
}
