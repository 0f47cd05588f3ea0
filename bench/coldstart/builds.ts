import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import type { FunctionName } from '../../core/contract/functions.ts';
import { bundleInto, entryOf, wasmOf } from '../../lib/bundling.ts';

/** A module that can be imported, and how large it is. */
export interface Build {
  readonly name: string;
  readonly path: string;
  readonly gzipKB: number;
}

/** A folder for builds that goes with the process. Packages are found as in the project. */
export function openWorkshop(): { readonly folder: string; close(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'hms-coldstart-'));
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'), 'dir');
  return { folder, close: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A function as it is shipped. */
export function ours(folder: string, name: FunctionName): Build {
  const into = made(folder, `${name}-ours`);
  bundleInto(name, into);
  return built(name, join(into, 'index.mjs'));
}

/**
 * The same source as `NodejsFunction` of aws-cdk-lib builds it when it is told nothing: CommonJS, not minified, the SDK
 * and its `@smithy` packages left to the runtime, which has them in its `node_modules` as this project has. Source:
 * aws-cdk-lib/aws-lambda-nodejs, `BundlingOptions`, defaults with the flag `sdkV3ExcludeSmithyPackages`.
 */
export function cdkDefault(folder: string, name: FunctionName): Build {
  const into = made(folder, `${name}-default`);
  const outfile = join(into, 'index.js');
  buildSync({
    entryPoints: [entryOf(name)],
    bundle: true,
    platform: 'node',
    target: 'node24',
    external: ['@aws-sdk/*', '@smithy/*'],
    outfile,
    logLevel: 'silent', // it warns that CommonJS has no import.meta, which nothing reads at import
  });
  for (const file of wasmOf(name)) copyFileSync(file, join(into, basename(file)));
  return built(name, outfile);
}

/** What any function costs at least: a module with a handler, and the same with one client of the SDK. */
export function references(folder: string): readonly Build[] {
  const client = [
    "import { DynamoDBClient } from '@aws-sdk/client-dynamodb';",
    'const client = new DynamoDBClient({});',
    'export const handler = async () => client.config.apiVersion;',
  ].join('\n');
  return [
    reference(folder, 'an empty handler', 'export const handler = async () => ({});'),
    reference(folder, 'one SDK client alone', client),
  ];
}

function reference(folder: string, name: string, source: string): Build {
  const into = made(folder, name.replaceAll(' ', '-'));
  const outfile = join(into, 'index.mjs');
  writeFileSync(join(into, 'source.mjs'), source);
  buildSync({
    entryPoints: [join(into, 'source.mjs')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    minify: true,
    mainFields: ['module', 'main'],
    banner: {
      js: "import { createRequire as bundleRequire } from 'node:module';const require = bundleRequire(import.meta.url);",
    },
    outfile,
    logLevel: 'error',
  });
  return built(name, outfile);
}

function made(folder: string, name: string): string {
  const into = join(folder, name);
  mkdirSync(into, { recursive: true });
  return into;
}

function built(name: string, path: string): Build {
  return { name, path, gzipKB: Math.round(gzipSync(readFileSync(path), { level: 9 }).length / 102.4) / 10 };
}
