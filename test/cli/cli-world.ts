import { readFile } from 'node:fs/promises';
import { serveEmbedded } from '../../adapters/embedded/http/serve-embedded.ts';
import { type LevelDatabase, openDatabase } from '../../adapters/embedded/level-database.ts';
import { LevelOutbox } from '../../adapters/embedded/level-outbox.ts';
import { LevelStore } from '../../adapters/embedded/level-store.ts';
import { LocalTokens } from '../../adapters/embedded/local-tokens.ts';
import { type Embedded, openEmbedded } from '../../adapters/embedded/open-embedded.ts';
import { giveBudgets, playPortal } from '../../adapters/embedded/portal-story.ts';
import type { CliIo } from '../../bin/cli/cli-io.ts';
import { runCli } from '../../bin/cli/run-cli.ts';
import { CLI_CALLBACK_URL } from '../../core/contract/page-config.ts';
import { wordsOf } from './words-of.ts';

/** What a command left behind; `all` is both streams in the order in which they were written. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly all: string;
}

/** How a command is run: on a terminal or not, with which answers, files and environment. */
export interface Terminal {
  readonly terminal?: boolean;
  readonly answers?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** What happens while a question stands there. */
  readonly meanwhile?: () => Promise<void>;
}

const NOTHING_KEPT: CliIo['kept'] = {
  read: async () => undefined,
  write: async () => undefined,
  remove: async () => undefined,
};

/** Virtual seconds that pass while a command waits one second, as at the ordinary speed. */
const SPEED = 60;

/** An embedded control plane on a free port, and the command line in this very process. */
export class CliWorld {
  readonly embedded: Embedded;
  /** What is stored, for whoever reaches below the product. */
  readonly db: LevelDatabase;
  readonly baseUrl: string;
  readonly #close: () => Promise<void>;

  private constructor(
    { embedded, db }: { readonly embedded: Embedded; readonly db: LevelDatabase },
    baseUrl: string,
    close: () => Promise<void>,
  ) {
    this.embedded = embedded;
    this.db = db;
    this.baseUrl = baseUrl;
    this.#close = close;
  }

  /** A world with a budget for the program `default`, or the whole Job Training Grant portal. */
  static async open(what: 'empty' | 'portal'): Promise<CliWorld> {
    const start = new Date('2026-03-02T08:00:00.000Z');
    const db = await openDatabase('memory');
    const store = new LevelStore({ db, outbox: await LevelOutbox.open(db), log: undefined });
    const embedded = await openEmbedded({ store, seed: 1, start, speed: 0, logLevel: 'silent' });
    const server = await serveEmbedded({ embedded, tokens: await LocalTokens.open(), port: 0 });
    await (what === 'empty' ? giveBudgets(embedded) : playPortal(embedded));
    return new CliWorld({ embedded, db }, `http://localhost:${server.port}`, async () => {
      await server.close();
      await embedded.close();
    });
  }

  /** Runs one command line, written as in a shell without the leading `hms`. */
  async run(line: string, how: Terminal = {}): Promise<Ran> {
    const written = { out: '', err: '', all: '' };
    const write = (stream: 'out' | 'err') => (text: string) => {
      written[stream] += text;
      written.all += text;
    };
    const code = await runCli(wordsOf(line), { ...this.#io(how), out: write('out'), err: write('err') });
    return { code, ...written };
  }

  /** Lets virtual time pass. */
  pass(seconds: number): Promise<void> {
    return this.embedded.world.advance(seconds);
  }

  close(): Promise<void> {
    return this.#close();
  }

  #io({ terminal = false, answers = [], env = {}, files = {}, meanwhile }: Terminal) {
    const left = [...answers];
    return {
      outIsTerminal: terminal,
      errIsTerminal: terminal,
      columns: 80,
      canAsk: terminal,
      env: { HMS_URL: this.baseUrl, ...env },
      timeZone: 'Europe/Berlin',
      ask: async () => {
        await meanwhile?.();
        return left.shift() ?? '';
      },
      read: async (path: string) => files[path] ?? (await readFile(path, 'utf8')),
      kept: NOTHING_KEPT,
      callbackUrl: CLI_CALLBACK_URL,
      openBrowser: () => undefined,
      wait: (ms: number) => this.pass((ms / 1_000) * SPEED),
      nowMs: () => this.embedded.clock.now().getTime() / SPEED,
    } satisfies Omit<CliIo, 'out' | 'err'>;
  }
}
