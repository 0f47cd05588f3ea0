import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** The program that `npm start` runs, bundled. */
const PROGRAM = 'dist/local.mjs';

/** Bundles the program as `npm start` does. @throws Error with what esbuild said. */
export function bundle(): void {
  const { status, stderr } = spawnSync(process.execPath, ['bin/bundle-local.mjs', PROGRAM], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the program could not be bundled: ${stderr}`);
}

/** The bundled program as a process of its own. */
export class ServerProcess {
  readonly port: number;
  /** From starting Node until it said that it listens. */
  readonly startedMs: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, { port, startedMs }: { port: number; startedMs: number }) {
    this.#child = child;
    this.port = port;
    this.startedMs = startedMs;
  }

  /** Resolves when it listens on a free port. @throws Error with what it said when it ends before that. */
  static async start(flags: readonly string[]): Promise<ServerProcess> {
    const begun = performance.now();
    const args = [PROGRAM, '--port', '0', ...flags];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const port = Number(/^listening on http:\/\/localhost:(\d+)$/.exec(line)?.[1]);
      if (port > 0) return new ServerProcess(child, { port, startedMs: performance.now() - begun });
    }
    throw new Error(`the program ended before it listened: ${said}`);
  }

  /** Resident memory in MB (10^6 bytes), as Linux counts it; NaN where it cannot be asked. */
  rssMb(): number {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
      return Math.round((Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1_024) / 1e6);
    } catch {
      return Number.NaN;
    }
  }

  /** Ends it; resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await gone;
  }
}
