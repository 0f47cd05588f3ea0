import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ENV } from '../../core/contract/env.ts';
import type { FunctionName } from '../../core/contract/functions.ts';
import { bundleInto } from '../../lib/bundling.ts';

const run = promisify(execFile);

/** What the function handed back, and every line that it wrote. */
export interface BundleCall {
  readonly result: unknown;
  readonly lines: string;
}

/**
 * Calls a function as it is shipped: its module with the WebAssembly beside it, far from any node_modules, in a process
 * that knows nothing but what Lambda and the stack tell it.
 */
export async function callBundle(
  name: FunctionName,
  { event, endpoint }: { readonly event: object; readonly endpoint: string },
): Promise<BundleCall> {
  const folder = await mkdtemp(join(tmpdir(), 'hms-bundle-'));
  try {
    bundleInto(name, folder);
    await writeFile(join(folder, 'call.mjs'), CALL);
    const args = [join(folder, 'call.mjs'), JSON.stringify(event)];
    const { stdout } = await run(process.execPath, args, { env: environment(endpoint), maxBuffer: 1e7 });
    const [lines = '', result = 'null'] = stdout.split(MARK);
    return { result: JSON.parse(result), lines };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const MARK = '\n--- what it handed back ---\n';

const CALL = `
  const { handler } = await import('./index.mjs');
  const result = await handler(JSON.parse(process.argv[2]), { awsRequestId: 'r-1' });
  process.stdout.write(${JSON.stringify(MARK)} + JSON.stringify(result));
  process.exit(0);
`;

function environment(endpoint: string): NodeJS.ProcessEnv {
  return {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_ENDPOINT_URL: endpoint,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    [ENV.table]: 'table',
    [ENV.environment]: 'test',
    [ENV.cluster]: 'hms-ops-test',
    [ENV.account]: '123456789012',
    [ENV.timeZone]: 'UTC',
  };
}
