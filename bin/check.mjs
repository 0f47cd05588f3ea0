/** Types, lint, boundaries and dead code: one line each with its seconds, and in full what fails. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNode } from './run-program.mjs';
import { secondsSince } from './talk.mjs';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));

const FOLDERS = [
  'bin',
  'lib',
  'core',
  'adapters',
  'lambdas',
  'client',
  'dashboard',
  'sim',
  'bench',
  'test',
  'examples',
  'localstack',
];
const folders = FOLDERS.filter((folder) => existsSync(folder));
const cruise = [
  'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
  '--config',
  '.dependency-cruiser.cjs',
];

/** The longest first, so that two cores end at about the same time. */
const CHECKS = [
  { name: 'boundaries', run: [...cruise, '--output-type', 'err', ...folders] },
  { name: 'dead code', run: ['node_modules/knip/bin/knip.js', '--no-progress'] },
  { name: 'types', run: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'] },
  { name: 'types of the dashboard', run: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'dashboard'] },
  {
    name: 'lint and format',
    run: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  },
].filter(({ name }) => name !== 'types of the dashboard' || existsSync('dashboard/tsconfig.json'));

const AT_ONCE = 2;
const waiting = [...CHECKS];
const failed = [];
const startMs = performance.now();

async function worker() {
  for (let check = waiting.shift(); check; check = waiting.shift()) {
    const checkMs = performance.now();
    const { code, output } = await runNode(check.run);
    const line = `${code === 0 ? 'ok  ' : 'FAIL'} ${check.name} (${secondsSince(checkMs)} s)\n`;
    process.stdout.write(code === 0 ? line : `${line}${output.trim()}\n\n`);
    if (code !== 0) failed.push(check.name);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, worker));
process.stdout.write(
  `${CHECKS.length - failed.length} passed, ${failed.length} failed (${secondsSince(startMs)} s)\n`,
);
if (failed.length > 0) process.exitCode = 1;
