/** Bundles bin/local.ts into one module: `node` then starts in a fraction of the time that hundreds of files take. */
import { build } from 'esbuild';

const [outfile = 'dist/local.mjs'] = process.argv.slice(2);

const bundled = build({
  entryPoints: ['bin/local.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  mainFields: ['module', 'main'],
  // The native binary of the one and the WebAssembly of the other are found beside their own files.
  external: ['classic-level', '@cedar-policy/cedar-wasm'],
  legalComments: 'none',
  logLevel: 'warning',
  banner: {
    js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
  },
});

// esbuild has said on stderr what is wrong, and where.
await bundled.catch(() => {
  process.exitCode = 1;
});
