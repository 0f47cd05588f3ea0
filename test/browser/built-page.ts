import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const CACHE = join(PROJECT, 'node_modules', '.cache', 'hms-dashboard');
const SOURCES = ['dashboard', 'client', 'core/contract', 'package-lock.json'];

/** Where the page as it stands in the sources lies built; built at most once per state of the sources. */
export function builtPage(): string {
  const target = join(CACHE, fingerprint());
  if (existsSync(target)) return target;
  const making = join(CACHE, `making-${process.pid}`);
  mkdirSync(CACHE, { recursive: true });
  const vite = join(PROJECT, 'node_modules', 'vite', 'bin', 'vite.js');
  execFileSync(
    process.execPath,
    [vite, 'build', 'dashboard', '--outDir', making, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: PROJECT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  return settle(making, target);
}

/** Moves a finished build to its place; where another process was first, its build is as good. */
function settle(making: string, target: string): string {
  try {
    renameSync(making, target);
  } catch {
    rmSync(making, { recursive: true, force: true });
  }
  return target;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesOf(source)).sort())
    hash.update(file).update(readFileSync(join(PROJECT, file)));
  return hash.digest('hex').slice(0, 16);
}

function filesOf(path: string): readonly string[] {
  if (path.endsWith('.json')) return [path];
  return readdirSync(join(PROJECT, path), { withFileTypes: true }).flatMap((entry) => {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) return entry.name === 'dist' ? [] : filesOf(inside);
    return [inside];
  });
}
