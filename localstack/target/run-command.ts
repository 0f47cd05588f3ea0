import { spawn } from 'node:child_process';
import { onExit } from '../at-exit.ts';

/** How a command is run. */
export interface RunOptions {
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
}

/** The end of what a failed command said that is worth reading. */
const SAID = 4_000;

/**
 * What a command printed. It runs in a process group of its own, which is ended with it.
 * @throws Error with the end of what it said when it fails or takes longer than it may.
 */
export function runCommand(
  command: string,
  args: readonly string[],
  { timeoutMs, env, cwd }: RunOptions,
): Promise<string> {
  const child = spawn(command, args, {
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(cwd !== undefined && { cwd }),
  });
  let said = '';
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk;
    said += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const end = () => killGroup(child.pid, 'SIGKILL');
  const forget = onExit(end);
  return new Promise((resolve, reject) => {
    const name = `${command} ${args.slice(0, 4).join(' ')}`;
    const late = setTimeout(() => {
      end();
      reject(new Error(`${name} did not end within ${timeoutMs / 1_000} s:\n${said.slice(-SAID)}`));
    }, timeoutMs);
    const settle = (done: () => void) => {
      clearTimeout(late);
      forget();
      done();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('close', (code, signal) =>
      settle(() =>
        code === 0
          ? resolve(printed)
          : reject(new Error(`${name} ended with ${code ?? signal}:\n${said.slice(-SAID)}`)),
      ),
    );
  });
}

/** Sends a signal to a process and all it started; nothing happens where they are gone. */
export function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone already.
  }
}
