import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ENV } from '../../core/contract/env.ts';
import type { FunctionName } from '../../core/contract/functions.ts';
import { bundleOf } from '../../lib/bundling.ts';

const run = promisify(execFile);

/** What a template says in place of a value that only a deployment knows. */
const LATER = 'arn:aws:service:us-east-1:123456789012:thing';

/**
 * Loads the bundle of a function by itself, far from any node_modules, with the variables that its stack sets and no
 * others. Resolves with what it complained about; empty when it is ready to be called.
 */
export async function complaintsOf(
  name: FunctionName,
  variables: Readonly<Record<string, unknown>>,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hms-function-'));
  const file = join(folder, 'index.mjs');
  try {
    await writeFile(file, bundleOf(name));
    const script = `const { handler } = await import(${JSON.stringify(file)}); if (typeof handler !== 'function') throw new Error('no handler');`;
    await run(process.execPath, ['--input-type=module', '-e', script], { env: environmentOf(variables) });
    return '';
  } catch (error) {
    return String(Reflect.get(Object(error), 'stderr') || error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function environmentOf(variables: Readonly<Record<string, unknown>>): NodeJS.ProcessEnv {
  const told = Object.entries(variables).map(([key, value]) => [key, deployed(value)]);
  const env = Object.fromEntries(told);
  const pool = env[ENV.userPool] === undefined ? {} : { [ENV.userPool]: 'us-east-1_AbCdEf123' };
  return {
    ...env,
    ...pool,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** A value as it may be once it is deployed. */
function deployed(value: unknown): string {
  if (typeof value === 'string') return value;
  const join: unknown = Reflect.get(Object(value), 'Fn::Join');
  if (!Array.isArray(join)) return LATER;
  const [delimiter, parts] = join;
  return parts.map(deployed).join(delimiter);
}
