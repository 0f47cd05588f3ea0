import { join } from 'node:path';
import { runCommand } from '../target/run-command.ts';

const ROOT = join(import.meta.dirname, '../..');
const CDK = join(ROOT, 'node_modules/aws-cdk/bin/cdk');

/** Longest time that one command of the CDK may take, in ms. */
const TIMEOUT_MS = 180_000;

/** Runs a command of the CDK in the project's folder. @throws Error with the end of what it said. */
export function cdk(...args: readonly string[]): Promise<string> {
  return runCommand(process.execPath, [CDK, ...args, '--ci', '--no-notices'], {
    cwd: ROOT,
    timeoutMs: TIMEOUT_MS,
    env: { ...process.env, CDK_DISABLE_VERSION_CHECK: '1' },
  });
}
