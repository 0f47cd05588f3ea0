import { rename } from 'node:fs/promises';
import { build } from 'esbuild';

/**
 * Bundles a program into one module: `node` then starts in a fraction of the time that hundreds of files take.
 * The file appears whole or not at all. esbuild says on stderr what is wrong, and where; then it rejects.
 */
export async function bundle({ entry, outfile, external = [] }) {
  const unfinished = `${outfile}.${process.pid}.tmp`;
  await build({
    entryPoints: [entry],
    outfile: unfinished,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    mainFields: ['module', 'main'],
    external,
    legalComments: 'none',
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
    },
  });
  await rename(unfinished, outfile);
}
