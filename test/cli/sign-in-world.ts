import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliIo } from '../../bin/cli/cli-io.ts';
import { runCli } from '../../bin/cli/run-cli.ts';
import { KeptSignIn } from '../../bin/cli/sign-in/kept-sign-ins.ts';
import { privateFiles } from '../../bin/cli/sign-in/private-files.ts';
import { signedInCallers } from '../browser/fixtures/callers.ts';
import { type FixtureServer, startFixtureServer } from '../browser/fixtures/fixture-server.ts';
import { SignInProvider } from '../sign-in/sign-in-provider.ts';
import type { Ran } from './cli-world.ts';
import { wordsOf } from './words-of.ts';

/** A control plane that people sign in to, its sign-in pages, and a command line with a browser beside it. */
export class SignInWorld {
  readonly provider: SignInProvider;
  readonly server: FixtureServer;
  /** Where the command line keeps its files. */
  readonly folder: string;
  readonly callbackUrl: string;
  /** What the browser was shown at its end. */
  readonly shown: string[] = [];
  readonly #visits: Promise<void>[] = [];
  readonly #root: string;

  private constructor(parts: Pick<SignInWorld, 'provider' | 'server' | 'callbackUrl'>, root: string) {
    this.provider = parts.provider;
    this.server = parts.server;
    this.callbackUrl = parts.callbackUrl;
    this.#root = root;
    this.folder = join(root, 'hms');
  }

  static async open(): Promise<SignInWorld> {
    const root = await mkdtemp(join(tmpdir(), 'hms-cli-'));
    const callbackUrl = `http://127.0.0.1:${await freePort()}/callback`;
    const provider = await SignInProvider.open();
    provider.callbacks.add(callbackUrl);
    const server = await startFixtureServer({ dist: root, callers: await signedInCallers(provider) });
    return new SignInWorld({ provider, server, callbackUrl }, root);
  }

  /** Runs a command line on a terminal whose browser follows wherever it is led. */
  async hms(line: string, changes: Partial<CliIo> = {}): Promise<Ran> {
    const written = { out: '', err: '' };
    const write = (stream: 'out' | 'err') => (text: string) => {
      written[stream] += text;
    };
    const io = { ...this.#terminal(), out: write('out'), err: write('err'), ...changes };
    const code = await runCli(wordsOf(line), io);
    await Promise.all(this.#visits.splice(0));
    return { code, ...written, all: written.err + written.out };
  }

  /** Follows an address as a browser does. */
  async visit(url: string): Promise<void> {
    this.shown.push(await (await fetch(url)).text());
  }

  /** Lets the time of every sign-in that was kept run out. */
  async runOut(): Promise<void> {
    const files = privateFiles(this.folder);
    for (const name of await readdir(this.folder)) {
      const kept = KeptSignIn.parse(JSON.parse((await files.read(name)) ?? ''));
      const tokens = { ...kept.tokens, renewAtMs: 0, expiresAtMs: 0 };
      await files.write(name, JSON.stringify({ ...kept, tokens }));
    }
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.provider.close();
    await rm(this.#root, { recursive: true });
  }

  #terminal(): Omit<CliIo, 'out' | 'err'> {
    return {
      outIsTerminal: false,
      errIsTerminal: false,
      columns: 80,
      canAsk: true,
      env: { HMS_URL: this.server.url },
      timeZone: 'UTC',
      ask: async () => '',
      read: async () => '',
      kept: privateFiles(this.folder),
      callbackUrl: this.callbackUrl,
      openBrowser: (url) => void this.#visits.push(this.visit(url)),
      wait: async () => undefined,
      nowMs: () => 0,
    };
  }
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === 'object' && address ? address.port : 0;
}
