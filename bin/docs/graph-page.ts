import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as z from 'zod';
import { generatedFrom } from './markdown.ts';

const FOLDERS = ['bin', 'lib', 'core', 'adapters', 'lambdas', 'client', 'dashboard', 'sim', 'bench'];
const CRUISER = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';

const Cruise = z.object({
  modules: z.array(
    z.object({ source: z.string(), dependencies: z.array(z.object({ resolved: z.string() })) }),
  ),
});

/** docs/architecture-graph.md: which part imports which, drawn from the imports that stand in the code. */
export function graphPage(): string {
  const arrows = [...new Set(importsBetweenParts())].sort();
  return [
    generatedFrom('the imports in the code'),
    '# Who imports whom',
    '',
    'An arrow points from the part that imports to the part that is imported. The rules behind it: `.dependency-cruiser.cjs`.',
    '',
    '```mermaid',
    'flowchart LR',
    ...arrows.map((arrow) => `  ${arrow}`),
    '```',
    '',
  ].join('\n');
}

/** The cruiser runs as a program of its own: its parser does not load under tsx. */
function importsBetweenParts(): readonly string[] {
  const folders = FOLDERS.filter((folder) => existsSync(folder));
  const args = [CRUISER, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return Cruise.parse(JSON.parse(stdout)).modules.flatMap((module) =>
    module.dependencies
      .map(({ resolved }) => [partOf(module.source), partOf(resolved)] as const)
      .filter(([from, to]) => from !== undefined && to !== undefined && from !== to)
      .map(([from, to]) => `${from} --> ${to}`),
  );
}

/** `core/scaling/x.ts` -> `core/scaling`; undefined for what is not ours. */
function partOf(path: string): string | undefined {
  const [top = '', second = ''] = path.split('/');
  if (!FOLDERS.includes(top)) return undefined;
  const isFolder = !second.includes('.');
  return ['core', 'adapters', 'lambdas'].includes(top) && isFolder ? `${top}/${second}` : top;
}
