import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { LOCAL_IDENTITIES } from '../../adapters/embedded/local-identities.ts';
import type { LocalProgram } from './local-program.ts';

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

/** Calls one running program; tokens outlive it, as the key that signed them lies in its directory. */
export class Caller {
  readonly #program: LocalProgram;
  readonly #tokens: Map<Person, string>;

  constructor(program: LocalProgram, tokens: Map<Person, string>) {
    this.#program = program;
    this.#tokens = tokens;
  }

  /** The answer, or undefined when the program was killed before all of it had arrived. */
  async send({ as, method, path, body, key }: Write): Promise<Answer | undefined> {
    const headers = { ...(await this.#authorized(as)), ...(key !== undefined && { 'idempotency-key': key }) };
    try {
      return await this.#request(method, path, { headers, body });
    } catch (error) {
      if (this.#program.isKilled) return undefined;
      throw error;
    }
  }

  /** What is read, parsed. @throws Error unless it is a success. */
  async read(as: Person, path: string): Promise<Readonly<Record<string, unknown>>> {
    const { status, text } = await this.#request('GET', path, { headers: await this.#authorized(as) });
    if (status !== 200) throw new Error(`${path} answers ${status}: ${text}`);
    return JSON.parse(text);
  }

  async #authorized(as: Person): Promise<Record<string, string>> {
    const token = this.#tokens.get(as) ?? (await this.#takeToken(as));
    this.#tokens.set(as, token);
    return { authorization: `Bearer ${token}` };
  }

  async #takeToken(as: Person): Promise<string> {
    const { text } = await this.#request('POST', '/dev/token', { headers: {}, body: { as } });
    return JSON.parse(text).token;
  }

  /** Each over a connection of its own: one that was kept open may be closed just as it is used again. */
  #request(
    method: string,
    path: string,
    { headers, body }: { readonly headers: Record<string, string>; readonly body?: unknown },
  ): Promise<Answer> {
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    return new Promise((resolve, reject) => {
      const options = { method, agent: false, headers: { ...headers, ...type } };
      const sent = request(`${this.#program.baseUrl}${path}`, options, (response) => {
        text(response).then((said) => resolve({ status: response.statusCode ?? 0, text: said }), reject);
      });
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}
