#!/usr/bin/env tsx
import { readFileSync, writeFileSync } from 'node:fs';
import { apiPage } from './docs/api-page.ts';
import { dataModelPage } from './docs/data-model-page.ts';
import { errorsPage } from './docs/errors-page.ts';
import { eventsPage } from './docs/events-page.ts';
import { graphPage } from './docs/graph-page.ts';

/**
 * Writes the pages of docs/ that follow from tables in the code. With `--check` it writes nothing, names each page
 * that is out of date on stdout, and ends with 1 if there is one.
 */
const pages: Readonly<Record<string, string>> = {
  'docs/api.md': apiPage(),
  'docs/errors.md': errorsPage(),
  'docs/events.md': eventsPage(),
  'docs/data-model.md': dataModelPage(),
  'docs/architecture-graph.md': graphPage(),
};

const stale = Object.entries(pages).filter(([path, text]) => current(path) !== text);
for (const [path, text] of stale) {
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  process.stdout.write(`${path}\n`);
}
if (process.argv.includes('--check') && stale.length > 0) process.exitCode = 1;

function current(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
