import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';

/** Longest time that pip may take, in ms: some ten packages, 12 MB. */
const INSTALL_MS = 180_000;

/**
 * The Python of a virtual environment in `folder` that holds exactly what `requirements` pins, each file checked by its
 * hash. It is made at the first call and found again afterwards; what is half made is never found.
 * @throws Error with what pip said.
 */
export async function virtualEnvironment({
  python,
  folder,
  requirements,
}: {
  readonly python: string;
  readonly folder: string;
  readonly requirements: string;
}): Promise<string> {
  const version = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const home = join(folder, `venv-${version}`);
  const interpreter = join(home, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const complete = join(home, 'complete');
  if (await exists(complete)) return interpreter;
  await rm(home, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await runCommand(python, ['-m', 'venv', home], { timeoutMs: 60_000 });
  const hashed = ['--require-hashes', '--only-binary', ':all:', '--no-deps', '-r', requirements];
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-input'];
  await runCommand(interpreter, ['-m', 'pip', 'install', ...quiet, ...hashed], { timeoutMs: INSTALL_MS });
  await mkdir(`${complete}.new`);
  await rename(`${complete}.new`, complete);
  return interpreter;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
