import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { ENV } from '../../core/contract/env.ts';

/** A start that does not end by then has failed. */
const LIMIT_MS = 20_000;

/** What a child does: imports one module, and says how many ms that took. Nothing is called and nothing is sent. */
const PROGRAM = `
const begunMs = performance.now();
const { handler, default: common } = await import(process.argv[1]);
const tookMs = performance.now() - begunMs;
if (typeof (handler ?? common?.handler) !== 'function') throw new Error('no handler');
process.stdout.write(String(tookMs));
process.exit(0);
`;

/** The ms it takes a fresh Node to import the module at `path` and have its handler. @throws Error with what it said */
export function importMs(path: string): number {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', PROGRAM, pathToFileURL(path).href],
    { env: functionEnvironment(), encoding: 'utf8', timeout: LIMIT_MS },
  );
  const tookMs = Number(stdout);
  if (status === 0 && tookMs > 0) return tookMs;
  throw new Error(`${path} cannot be imported: ${stderr.slice(-2_000)}`);
}

/** What a stack would set, so that every handler loads; nothing of it is reached. */
export function functionEnvironment(): Record<string, string> {
  const named = Object.values(ENV).map((name) => [name, 'x'] as const);
  const role = 'arn:aws:iam::123456789012:role/hms/x';
  const fleet = {
    subnets: ['subnet-1'],
    securityGroups: [],
    executionRole: role,
    taskRole: role,
    namespace: 'x',
    logGroup: 'x',
  };
  return {
    ...Object.fromEntries(named),
    [ENV.fleet]: JSON.stringify(fleet),
    [ENV.governanceKeys]: '{}',
    [ENV.liveEndpoint]: 'https://example.invalid/live',
    [ENV.userPool]: 'us-east-1_example00',
    [ENV.account]: '123456789012',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    PATH: process.env['PATH'] ?? '',
  };
}
