/** Puts all stacks together, and tells what they are: sizes of functions, rules that hold, and cfn-lint's word. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NAG_PACKS } from '../lib/nag-packs.ts';
import { ABOVE_KB, type FunctionSize, functionSizes, isTooLarge, SIZE_LIMITS_KB } from './synth-sizes.ts';

const ROOT = join(import.meta.dirname, '..');
const ASSEMBLY = join(ROOT, 'cdk.out');

const begunMs = performance.now();
const args = process.argv.slice(2);
// What another environment left there is no part of this one.
rmSync(ASSEMBLY, { recursive: true, force: true });
const { status } = spawnSync(
  process.execPath,
  [fileURLToPath(import.meta.resolve('aws-cdk/bin/cdk')), 'synth', '--quiet', '--output', ASSEMBLY, ...args],
  { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] },
);
if (status === 0) report();
else process.exitCode = status ?? 1;

function report(): void {
  const sizes = functionSizes(ASSEMBLY);
  say('');
  say(row(['function', 'KB', 'gzip KB', 'wasm gzip KB']));
  for (const size of sizes) say(line(size));
  const large = sizes.filter(isTooLarge);
  const above = Object.entries(ABOVE_KB).map(([name, kb]) => `${name} ${kb} KB`);
  say('');
  say(
    large.length === 0
      ? `sizes: all ${sizes.length} functions within ${SIZE_LIMITS_KB.module} KB (but ${above.join(', ')}), ${SIZE_LIMITS_KB.withWasm} KB with WebAssembly (gzip)`
      : `sizes: too large: ${large.map(({ name }) => name).join(', ')}`,
  );
  // A violation would have ended the synthesis above.
  say(`cdk-nag: ${NAG_PACKS.map((pack) => `${pack} passed`).join(', ')}`);
  const isClean = lint();
  say(`synthesized in ${((performance.now() - begunMs) / 1_000).toFixed(1)} s`);
  if (large.length > 0 || !isClean) process.exitCode = 1;
}

/** Asks cfn-lint where it is installed. False: it found an error. */
function lint(): boolean {
  const templates = readdirSync(ASSEMBLY).filter((file) => file.endsWith('.template.json'));
  // From the project's folder, where .cfnlintrc.yaml stands.
  const files = templates.map((template) => join(ASSEMBLY, template));
  const { status: exit, stdout, error } = spawnSync(linter(), files, { cwd: ROOT, encoding: 'utf8' });
  if (error) {
    say('cfn-lint: not installed, so not run (pip install cfn-lint; or name it in CFN_LINT)');
    return true;
  }
  if (exit === 0) say(`cfn-lint: ${templates.length} templates passed`);
  else say(`${stdout.trim()}\ncfn-lint: exit ${exit}`);
  // Source: cfn-lint README, "Exit codes": 2 is set where there are errors.
  return exit !== null && (exit & 2) === 0;
}

function linter(): string {
  const named = process.env['CFN_LINT'];
  return named !== undefined && existsSync(named) ? named : 'cfn-lint';
}

function line({ name, kb, gzipKB, wasmGzipKB }: FunctionSize): string {
  return row([name, kb.toFixed(1), gzipKB.toFixed(1), wasmGzipKB === 0 ? '-' : wasmGzipKB.toFixed(1)]);
}

function row([first = '', ...rest]: readonly string[]): string {
  return first.padEnd(12) + rest.map((cell) => cell.padStart(14)).join('');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
