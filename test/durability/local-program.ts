import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

/** Inside the project, so that the bundle finds the native store; its own, so that no other run's is replaced. */
const BUNDLE = `dist/durability-${process.pid}/local.mjs`;

/** The real embedded program as a process of its own, on one data directory, while its time stands still. */
export class LocalProgram {
  readonly baseUrl: string;
  readonly #child: ChildProcess;
  readonly #gone: Promise<unknown>;

  private constructor(child: ChildProcess, baseUrl: string) {
    this.#child = child;
    this.baseUrl = baseUrl;
    this.#gone = once(child, 'exit');
  }

  /** Builds bin/local.ts as `npm start` does: hundreds of files start too slowly to be killed often. */
  static async build(): Promise<void> {
    await build({
      entryPoints: ['bin/local.ts'],
      outfile: BUNDLE,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20.19',
      mainFields: ['module', 'main'],
      external: ['classic-level'],
      banner: {
        js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
      },
    });
  }

  /** Removes what `build` made. */
  static async clean(): Promise<void> {
    await rm(dirname(BUNDLE), { recursive: true, force: true });
  }

  /** Resolves when it listens. @throws Error with what it said when it ends before that. */
  static async start(data: string): Promise<LocalProgram> {
    const args = [BUNDLE, '--data', data, '--port', '0', '--speed', '0', '--empty'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const port = /^listening on http:\/\/localhost:(\d+)$/.exec(line)?.[1];
      if (port !== undefined) return new LocalProgram(child, `http://127.0.0.1:${port}/api/v1`);
    }
    throw new Error(`the program ended before it listened (${child.exitCode ?? child.signalCode}): ${said}`);
  }

  /** Whether its end was ours. */
  get isKilled(): boolean {
    return this.#child.killed;
  }

  /** Ends it as a power cut would: nothing of it runs any more, nothing is flushed. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.#gone;
  }
}
