import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { onExit } from '../at-exit.ts';
import { killGroup } from './run-command.ts';

/** Longest time from its start until it answers, in ms. */
const START_MS = 60_000;
/** From the first signal until what is left is killed, in ms. */
const GRACE_MS = 5_000;

/** An emulator that was started here. */
export interface EmulatorProcess {
  readonly endpoint: string;
  /** What it says, in a file. */
  readonly log: string;
  /** Ends it and everything that it started. Idempotent. */
  stop(): Promise<void>;
}

/** Starts MiniStack on a free port of the loopback and waits until it answers. State is kept in `folder` alone. */
export async function startEmulator(interpreter: string, folder: string): Promise<EmulatorProcess> {
  await mkdir(join(folder, 'tmp'), { recursive: true });
  const port = await freePort();
  const log = join(folder, 'emulator.log');
  const child = spawn(interpreter, [join(import.meta.dirname, 'serve.py')], {
    env: environment(folder, port),
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const file = createWriteStream(log);
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  const forget = onExit(() => killGroup(child.pid, 'SIGKILL'));
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await end(child);
    forget();
    file.end();
  };
  try {
    await untilHealthy(endpoint, child);
  } catch (error) {
    await stop();
    throw new Error(`MiniStack did not start: see ${log}.`, { cause: error });
  }
  return { endpoint, log, stop };
}

function environment(folder: string, port: number): Record<string, string | undefined> {
  return {
    PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
    HOME: folder,
    TMPDIR: join(folder, 'tmp'),
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: 'localhost',
    GATEWAY_PORT: String(port),
    STATE_DIR: join(folder, 'state'),
    S3_DATA_DIR: join(folder, 's3'),
    LOG_LEVEL: 'INFO',
    // Its one listener that BIND_HOST does not hold to the loopback.
    IOT_MTLS_ENABLED: '0',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // Where its tasks become containers.
    ...(process.env['DOCKER_HOST'] !== undefined && { DOCKER_HOST: process.env['DOCKER_HOST'] }),
  };
}

async function untilHealthy(endpoint: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    if (await isHealthy(endpoint)) return;
    await pause(100);
  }
  throw new Error(`it did not answer within ${START_MS / 1_000} s`);
}

/** Whether an emulator answers there. */
export async function isHealthy(endpoint: string): Promise<boolean> {
  for (const path of ['/_ministack/health', '/_localstack/health']) {
    const answer = await fetch(`${endpoint}${path}`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => undefined,
    );
    if (answer?.ok) return true;
  }
  return false;
}

/** A signal, a while, and then no mercy: a survivor would go on firing schedules. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    killGroup(child.pid, 'SIGTERM');
    await Promise.race([gone, pause(GRACE_MS, undefined, { ref: false })]);
  }
  killGroup(child.pid, 'SIGKILL');
}

/** A port of the loopback that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
