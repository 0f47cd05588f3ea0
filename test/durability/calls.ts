import type { LOCAL_IDENTITIES } from '../../adapters/embedded/local-identities.ts';

export type Person = keyof typeof LOCAL_IDENTITIES;

/** A call that alters something. `key` is its Idempotency-Key, where its method takes one. */
export interface Write {
  readonly as: Person;
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: unknown;
  readonly key?: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** A call, and its answer if the program lived to give it. */
export interface Made {
  readonly write: Write;
  readonly answer: Answer | undefined;
}

/** Calls one running program; its tokens outlive it, as its signing key lies in its directory. */
export class Caller {
  readonly #baseUrl: string;
  readonly #tokens: Map<Person, string>;

  constructor(baseUrl: string, tokens: Map<Person, string>) {
    this.#baseUrl = baseUrl;
    this.#tokens = tokens;
  }

  /** The answer, or undefined when the program was gone before all of it had arrived. */
  async send(write: Write): Promise<Answer | undefined> {
    const { as, method, path, body, key } = write;
    try {
      const token = await this.#token(as);
      const response = await fetch(`${this.#baseUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          ...(key !== undefined && { 'idempotency-key': key }),
        },
        body: JSON.stringify(body),
      });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  /** What is read, parsed. @throws Error unless it is a success. */
  async read(as: Person, path: string): Promise<Readonly<Record<string, unknown>>> {
    const headers = { authorization: `Bearer ${await this.#token(as)}` };
    const response = await fetch(`${this.#baseUrl}${path}`, { headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} answers ${response.status}: ${text}`);
    return JSON.parse(text);
  }

  async #token(as: Person): Promise<string> {
    const known = this.#tokens.get(as);
    if (known !== undefined) return known;
    const response = await fetch(`${this.#baseUrl}/dev/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ as }),
    });
    const { token }: { token: string } = JSON.parse(await response.text());
    this.#tokens.set(as, token);
    return token;
  }
}

/** What fetch throws when nobody answers, or an answer breaks off; an error of another realm is no instance of ours. */
function isGone(error: unknown): boolean {
  return typeof error === 'object' && error !== null && Reflect.get(error, 'name') === 'TypeError';
}
