import { Agent, request } from 'node:http';
import { perSecond, type Summary, summarize } from './statistics.ts';

/** One request of a load. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** So many connections, each with one request under way at a time, until the count or the time is reached. */
export interface Load {
  readonly connections: number;
  readonly most: number;
  readonly forMs: number;
  /** The nth request; `last` is what this connection was answered before. */
  readonly call: (nth: number, last: Reply | undefined) => Call;
  readonly expect: number;
}

export interface Loaded extends Summary {
  readonly connections: number;
  readonly perSecond: number;
}

/** Calls a server on this machine with a bearer token, over connections that stay open. */
export class Caller {
  readonly #port: number;
  readonly #token: string | undefined;
  readonly #agent = new Agent({ keepAlive: true });

  constructor(port: number, token?: string) {
    this.#port = port;
    this.#token = token;
  }

  send({ method, path, body, headers }: Call): Promise<Reply> {
    const options = {
      host: '127.0.0.1',
      port: this.#port,
      agent: this.#agent,
      method,
      path: `/api/v1${path}`,
      headers: {
        ...headers,
        ...(this.#token !== undefined && { authorization: `Bearer ${this.#token}` }),
        ...(body !== undefined && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        }),
      },
    };
    return new Promise((resolve, reject) => {
      const sent = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** Runs a load to its end. @throws Error at the first answer that is not the expected one. */
  async run(load: Load): Promise<Loaded> {
    const durations: number[] = [];
    const begun = performance.now();
    let nth = 0;
    const connection = async () => {
      let last: Reply | undefined;
      while (nth < load.most && performance.now() - begun < load.forMs) {
        const call = load.call(nth++, last);
        const sentAt = performance.now();
        last = await this.send(call);
        durations.push(performance.now() - sentAt);
        if (last.status !== load.expect)
          throw new Error(`${call.path} answered ${last.status}: ${last.body}`);
      }
    };
    await Promise.all(Array.from({ length: load.connections }, connection));
    const { connections } = load;
    return { connections, ...summarize(durations), perSecond: perSecond(nth, performance.now() - begun) };
  }

  close(): void {
    this.#agent.destroy();
  }
}
