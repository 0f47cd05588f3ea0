/** Bundles bin/local.ts, or says why not with exit code 1. */
import { bundle } from './bundle.mjs';

const [outfile = 'dist/local.mjs'] = process.argv.slice(2);

// The native binary of the one and the WebAssembly of the other are found beside their own files.
const external = ['classic-level', '@cedar-policy/cedar-wasm'];

// esbuild has said on stderr what is wrong, and where.
await bundle({ entry: 'bin/local.ts', outfile, external }).catch(() => {
  process.exitCode = 1;
});
