/** Makes sure that Node is new enough and that node_modules is what package-lock.json says. Needs nothing installed. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runNode } from './run-program.mjs';
import { progress, say } from './talk.mjs';

const NEEDED = [20, 19];

/** Why this Node cannot run the project, or undefined. `version` as in `process.versions.node`. */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
  if (enough) return undefined;
  return `This needs Node ${NEEDED.join('.')} or newer; this is Node ${version}. Install a current one from nodejs.org and try again.`;
}

/** The packages that `lock` asks for and `installed` (node_modules/.package-lock.json) lacks or has otherwise. */
export function missingPackages(lock, installed) {
  return Object.entries(lock.packages)
    .filter(([path, { optional }]) => path !== '' && !optional)
    .filter(([path, { version }]) => installed?.packages[path]?.version !== version)
    .map(([path]) => path);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function npmProgram() {
  const running = process.env.npm_execpath;
  return running?.endsWith('.js')
    ? running
    : join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js');
}

async function install(missing) {
  say(`Installing dependencies: ${missing} packages are missing or changed. This takes about a minute.`);
  const stop = progress('npm ci');
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  const { code, output } = await runNode([npmProgram(), ...args]);
  const seconds = stop();
  if (code === 0) return say(`Installed in ${seconds} s.`);
  say(output.trim().split('\n').slice(-20).join('\n'));
  say(
    `Installing failed after ${seconds} s: npm says why above. With the network back, run the same command again.`,
  );
  process.exitCode = 1;
}

async function main() {
  const problem = nodeProblem(process.versions.node);
  if (problem) {
    say(problem);
    process.exitCode = 1;
    return;
  }
  process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
  const lock = readJson('package-lock.json');
  if (!lock) {
    say('package-lock.json is missing or broken: this is not a whole copy of the project. Clone it again.');
    process.exitCode = 1;
    return;
  }
  const missing = missingPackages(lock, readJson('node_modules/.package-lock.json')).length;
  if (missing > 0) await install(missing);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
