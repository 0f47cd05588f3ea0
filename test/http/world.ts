import type { Hono } from 'hono';
import { httpApp } from '../../adapters/embedded/http/http-app.ts';
import { type LevelDatabase, openDatabase, readRows } from '../../adapters/embedded/level-database.ts';
import { LevelOutbox } from '../../adapters/embedded/level-outbox.ts';
import { LevelStore } from '../../adapters/embedded/level-store.ts';
import { LOCAL_IDENTITIES } from '../../adapters/embedded/local-identities.ts';
import { LocalTokens } from '../../adapters/embedded/local-tokens.ts';
import { type Embedded, openEmbedded } from '../../adapters/embedded/open-embedded.ts';
import { API_PREFIX } from '../../core/contract/api-prefix.ts';
import type { LiveMessage } from '../../core/contract/events.ts';
import type { Identity } from '../../core/contract/identity.ts';
import type { ServiceSpecInput } from '../../core/contract/service-spec.ts';
import type { Ports } from '../../core/ports.ts';
import type { Answer } from './answer.ts';
import { checkAnswer } from './check-answer.ts';

/** Who calls: a local identity, nobody, or somebody made up for the test. */
export type Caller = keyof typeof LOCAL_IDENTITIES | 'nobody' | Identity;

export interface Sent {
  readonly body?: unknown;
  /** The body as text, where it must not be made by JSON.stringify. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A Monday morning: no daylight saving changes, no month end near. */
const START = new Date('2026-03-02T08:00:00.000Z');

/** The program whose budget the tests use. */
export const PROGRAM = 'job-training';

/** Services that pass every pre-flight check. */
export const SPECS = {
  ingest: {
    name: 'job-ingest',
    image: 'govlab/job-ingest:v1',
    cpuUnits: 512,
    memoryMiB: 1024,
    replicas: { min: 2, max: 4 },
    program: PROGRAM,
  },
} as const satisfies Record<string, ServiceSpecInput>;

/** The product over a store in memory and a simulated cloud, without sockets; time passes when told to. */
export class HttpWorld {
  readonly embedded: Embedded;
  readonly app: Hono;
  readonly tokens: LocalTokens;
  /** What pages were told through the dev routes. */
  readonly told: LiveMessage[] = [];
  readonly #db: LevelDatabase;

  private constructor(parts: {
    embedded: Embedded;
    tokens: LocalTokens;
    db: LevelDatabase;
    changed: Partial<Ports>;
  }) {
    this.embedded = parts.embedded;
    this.tokens = parts.tokens;
    this.#db = parts.db;
    const live = { publish: (message: LiveMessage) => void this.told.push(message) };
    const { ports, hands } = this.embedded;
    this.app = httpApp({ ports: { ...ports, ...parts.changed, world: hands, tokens: this.tokens, live } });
  }

  /** A world with nothing in it. `changed` replaces ports of the API, and only of the API. */
  static async open(changed: Partial<Ports> = {}): Promise<HttpWorld> {
    const db = await openDatabase('memory');
    const store = new LevelStore({ db, outbox: await LevelOutbox.open(db), log: undefined });
    const embedded = await openEmbedded({ store, seed: 7, start: START, speed: 0, logLevel: 'silent' });
    return new HttpWorld({ embedded, tokens: await LocalTokens.open(), db, changed });
  }

  /** A world whose program has a budget of $250, and whose services, if any, run. */
  static async withPortal(...specs: readonly ServiceSpecInput[]): Promise<HttpWorld> {
    const world = await HttpWorld.open();
    await world.giveBudget();
    for (const spec of specs) await world.call('dev', 'POST', '/services', { body: spec });
    if (specs.length > 0) await world.pass(900);
    return world;
  }

  /** Calls the API as somebody; `path` is below `/api/v1`. */
  async call(as: Caller, method: string, path: string, sent: Sent = {}): Promise<Answer> {
    const answer = await this.fetch(`${API_PREFIX}${path}`, {
      method,
      headers: { ...(await this.#authorization(as)), ...jsonType(sent), ...sent.headers },
      ...bodyOf(sent),
    });
    checkAnswer(method, path, answer);
    return answer;
  }

  /** Any request to the server, without a token. */
  async fetch(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await this.app.fetch(new Request(`http://localhost:3000${path}`, init));
    const text = await response.text();
    const isJson = /\/(\w+\+)?json(;|$)/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} };
  }

  /** Lets virtual time pass, and everything happen that is due. */
  pass(seconds: number): Promise<void> {
    return this.embedded.world.advance(seconds);
  }

  /** Everything that is stored, as one text. */
  async dump(): Promise<string> {
    const rows = await readRows(this.#db, { gte: Buffer.from([0]), lt: Buffer.alloc(8, 0xff) });
    return rows.map(([key, value]) => `${key.toString('latin1')} = ${value}`).join('\n');
  }

  close(): Promise<void> {
    return this.embedded.close();
  }

  async giveBudget(monthlyUsd = 250): Promise<void> {
    const asked = await this.call('gov', 'PUT', `/budgets/${PROGRAM}`, { body: { monthlyUsd } });
    await this.approveAll(asked);
    await this.embedded.world.settle();
  }

  /** Lets everybody who is asked approve what an answer waits for, if it waits. */
  async approveAll({ json }: Answer): Promise<void> {
    const { approvalId } = json;
    if (typeof approvalId !== 'string') return;
    for (const voter of ['ana', 'ben'] as const) await this.approve(voter, approvalId);
  }

  /** Approves an approval as it stands. */
  async approve(voter: Caller, approvalId: string): Promise<Answer> {
    const { json } = await this.call(voter, 'GET', `/approvals/${approvalId}`);
    const body = { verdict: 'approve', planDigest: json['planDigest'] };
    return this.call(voter, 'POST', `/approvals/${approvalId}/votes`, { body });
  }

  async #authorization(as: Caller): Promise<Record<string, string>> {
    if (as === 'nobody') return {};
    const { token } = await this.tokens.sign(typeof as === 'string' ? LOCAL_IDENTITIES[as] : as);
    return { authorization: `Bearer ${token}` };
  }
}

function jsonType({ body, raw }: Sent): Record<string, string> {
  return body === undefined && raw === undefined ? {} : { 'content-type': 'application/json' };
}

function bodyOf({ body, raw }: Sent): { body?: string | Uint8Array<ArrayBuffer> } {
  if (raw !== undefined) return { body: raw };
  return body === undefined ? {} : { body: JSON.stringify(body) };
}
