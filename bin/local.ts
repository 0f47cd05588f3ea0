import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveEmbedded } from '../adapters/embedded/http/serve-embedded.ts';
import { LocalTokens } from '../adapters/embedded/local-tokens.ts';
import { openLocalWorld, playStory } from '../adapters/embedded/open-local-world.ts';
import { OpsError } from '../core/errors.ts';
import { LOCAL_HELP, type LocalFlags, readFlags, UsageError } from './local-flags.ts';

/** From dist/local.mjs as from bin/local.ts, the project is one level up. */
const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** However long something takes to end, the program is gone by then. */
const SHUTDOWN_MS = 1_800;

/** The embedded control plane: everything in this process, for this machine only. */
async function main(): Promise<void> {
  const flags = readFlags(process.argv.slice(2));
  if (flags.help) return say(LOCAL_HELP);
  if (process.env['AWS_LAMBDA_FUNCTION_NAME'] !== undefined)
    return fail('The embedded control plane does not run inside Lambda; deploy the CDK app instead.', 1);
  await start(flags);
}

async function start(flags: LocalFlags): Promise<void> {
  const embedded = await openLocalWorld(flags);
  const tokens = await LocalTokens.open({ directory: flags.data });
  const dashboardDir = join(PROJECT, 'dashboard', 'dist');
  const server = await serveEmbedded({ embedded, tokens, port: flags.port, dashboardDir });
  process.stdout.write(`listening on http://localhost:${server.port}\n`);
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), SHUTDOWN_MS).unref();
    void server
      .close()
      .then(() => embedded.close())
      .then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  await playStory(embedded, flags);
  embedded.run();
}

function explain(error: unknown): void {
  fail(reasonOf(error), error instanceof UsageError ? 2 : 1);
}

function reasonOf(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}\n\n${LOCAL_HELP}`;
  if (error instanceof OpsError) return `${error.message} ${error.remedy}`;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return 'The port is taken. Stop what listens there, or choose another with --port N (0: a free one).';
  if (code === 'EACCES') return 'The port needs privileges. Choose one above 1023 with --port N.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Ends the program once stderr is written; open stores and sockets do not keep it alive. */
function fail(text: string, code: number): void {
  process.stderr.write(`${text}\n`, () => process.exit(code));
}

main().catch(explain);
