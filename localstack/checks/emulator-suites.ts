import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** What the contract suites came to. */
export interface SuiteCounts {
  readonly passed: number;
  readonly failed: number;
}

const ROOT = join(import.meta.dirname, '../..');
const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];

/** Longest run, in ms; what has not ended by then has failed. */
const LIMIT_MS = 120_000;

/** Runs the contract suites of adapters that a target can carry (`*.emulator.test.ts`) against it. */
export function runEmulatorSuites(say: (line: string) => void): Promise<SuiteCounts> {
  const child = spawn(process.execPath, [...JEST, 'emulator.test'], {
    cwd: ROOT,
    env: process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (told += String(chunk)));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const [, passed, failed] = /(\d+) passed, (\d+) failed/.exec(told) ?? [];
      if (code !== 0) say(failuresIn(told));
      resolve({ passed: Number(passed ?? 0), failed: code === 0 ? 0 : Math.max(1, Number(failed ?? 1)) });
    });
  });
}

/** What jest says of the tests that failed, without what the others wrote. */
function failuresIn(told: string): string {
  const blocks = told.split(/\n(?= {2}● )/).slice(1);
  return blocks.map((block) => block.split('\n').slice(0, 14).join('\n')).join('\n') || told.slice(-4_000);
}
