#!/usr/bin/env node
/** Starts the command line: bundles it where that is missing or out of date, then runs it in this very process. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isStale } from './freshness.mjs';
import { say } from './talk.mjs';

const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..');
const PROGRAM = join(PROJECT, 'dist', 'hms.mjs');
const SOURCES = [
  'bin/cli',
  'bin/hms.ts',
  'client',
  'core/contract',
  'core/format.ts',
  'core/nearest.ts',
  'package-lock.json',
];

/** A copy that cannot be built anew, such as a read-only one, runs as it was built. */
async function built() {
  if (
    !isStale(
      PROGRAM,
      SOURCES.map((source) => join(PROJECT, source)),
    )
  )
    return true;
  try {
    const { bundle } = await import('./bundle.mjs');
    await bundle({ entry: join(PROJECT, 'bin', 'hms.ts'), outfile: PROGRAM });
    return true;
  } catch (error) {
    if (existsSync(PROGRAM)) return true;
    say(`hms could not be built: ${error.message}\nRun npm ci in the project, then try again.`);
    return false;
  }
}

if (await built()) await import(pathToFileURL(PROGRAM).href);
else process.exitCode = 1;
