/** Builds what is missing or out of date, then runs the embedded control plane in this very process. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isStale } from './freshness.mjs';
import { runNode } from './run-program.mjs';
import { progress, say } from './talk.mjs';

const SERVER = 'dist/local.mjs';

const BUILDS = [
  {
    what: 'the dashboard',
    target: 'dashboard/dist/index.html',
    sources: ['dashboard', 'client', 'core/contract', 'package-lock.json'],
    run: ['node_modules/vite/bin/vite.js', 'build', 'dashboard', '--logLevel', 'warn'],
  },
  {
    what: 'the server',
    target: SERVER,
    sources: ['bin', 'core', 'adapters/embedded', 'package-lock.json'],
    run: ['bin/bundle-local.mjs', SERVER],
  },
];

async function build({ what, run }) {
  const stop = progress(`Building ${what}`);
  const { code, output } = await runNode(run, process.stderr.isTTY ? {} : { NO_COLOR: '1' });
  const seconds = stop();
  if (code === 0) {
    say(`Built ${what} in ${seconds} s.`);
    return true;
  }
  say(output.trim());
  say(`Building ${what} failed; the reason stands above.`);
  return false;
}

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const stale = BUILDS.filter(({ target, sources }) => isStale(target, sources));
const built = await Promise.all(stale.map(build));
if (built.includes(false)) process.exitCode = 1;
else await import(`../${SERVER}`);
