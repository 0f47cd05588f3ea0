import { copyFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { minifySync } from '@swc/core';
import { type BuildResult, buildSync } from 'esbuild';
import type { FunctionName } from '../core/contract/functions.ts';
import { withoutUnused } from './slim-bundle.ts';

/** The folder of the project. */
const ROOT = join(import.meta.dirname, '..');

/** Where the handler of a function stands. */
export function entryOf(name: FunctionName): string {
  return join(ROOT, `lambdas/${name}.lambda.ts`);
}

/** The module that stands for a part of the SDK that functions have no use for. */
function slim(name: string): string {
  return join(ROOT, `lambdas/runtime/slim/${name}.ts`);
}

/**
 * How functions are bundled: one small ES module with the SDK inside. Stacks, tests and benchmarks use these settings.
 * `module` first, so that packages are tree-shaken. The names of the banner are long on purpose: short ones collide with
 * minified ones. Lambda hands credentials over in the environment, so the SDK's search for them - files, SSO, instance
 * metadata - is left out: 37 KB of each function, gzipped.
 */
export const BUNDLING = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  minify: true,
  mainFields: ['module', 'main'],
  alias: {
    '@aws-sdk/credential-provider-node': slim('environment-credentials'),
    '@aws-sdk/middleware-endpoint-discovery': slim('no-endpoint-discovery'),
    '@smithy/core/event-streams': slim('no-event-streams'),
  },
  legalComments: 'none',
  logLevel: 'error',
  banner: {
    js: [
      "import { createRequire as bundleCreateRequire } from 'node:module';",
      "import { dirname as bundleDirname } from 'node:path';",
      "import { fileURLToPath as bundleFileUrlToPath } from 'node:url';",
      'const require = bundleCreateRequire(import.meta.url);',
      'const __dirname = bundleDirname(bundleFileUrlToPath(import.meta.url));',
    ].join(''),
  },
} as const;

const CEDAR = 'node_modules/@cedar-policy/cedar-wasm/nodejs/cedar_wasm_bg.wasm';
const MSTL = 'node_modules/@bsull/augurs/mstl_bg.wasm';

/** The WebAssembly that stands beside a function's module, by path from the project's folder. */
const WASM: Partial<Record<FunctionName, readonly string[]>> = {
  changes: [CEDAR],
  policies: [CEDAR],
  intake: [CEDAR],
  alarm: [CEDAR],
  reconcile: [CEDAR],
  tick: [CEDAR],
  optimize: [MSTL],
};

/** The absolute paths of the WebAssembly that a function needs beside its module. */
export function wasmOf(name: FunctionName): readonly string[] {
  return (WASM[name] ?? []).map((path) => join(ROOT, path));
}

/**
 * The module of a function: bundled with its names as they are, rid of what nothing uses, then made small. A last pass of
 * swc evaluates and inlines what is left, which takes a tenth off: functions start as fast as they are small.
 */
export function bundleOf(name: FunctionName): string {
  const { banner, ...options } = { ...BUNDLING, mainFields: [...BUNDLING.mainFields], write: false as const };
  const whole = buildSync({ ...options, minify: false, entryPoints: [entryOf(name)] });
  const contents = withoutUnused(textOf(whole));
  const small = buildSync({ ...options, banner, stdin: { contents, resolveDir: ROOT } });
  const { code } = minifySync(textOf(small), {
    module: true,
    ecma: 2020,
    compress: { passes: 4 },
    mangle: true,
  });
  return code;
}

function textOf({ outputFiles }: BuildResult<{ write: false }>): string {
  return outputFiles[0]?.text ?? '';
}

/** Writes what a function ships into a folder: its module, and the WebAssembly beside it. No source. */
export function bundleInto(name: FunctionName, folder: string): void {
  writeFileSync(join(folder, 'index.mjs'), bundleOf(name));
  for (const file of wasmOf(name)) copyFileSync(file, join(folder, basename(file)));
}
