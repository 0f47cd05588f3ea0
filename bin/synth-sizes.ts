import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';

/** What a function ships, in KB of 1,024 bytes. */
export interface FunctionSize {
  readonly name: string;
  readonly kb: number;
  readonly gzipKB: number;
  /** The WebAssembly beside it, gzipped; 0 where there is none. */
  readonly wasmGzipKB: number;
}

/** The most that a function may ship: its module alone, and with its WebAssembly, gzipped. */
export const SIZE_LIMITS_KB = { module: 150, withWasm: 2_048 } as const;

const Template = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Metadata: z.record(z.string(), z.unknown()).optional() }),
  ),
});

/** The sizes of the functions of an assembly, in the order of their names. */
export function functionSizes(assembly: string): readonly FunctionSize[] {
  const templates = readdirSync(assembly).filter((file) => file.endsWith('-control-plane.template.json'));
  return templates
    .flatMap((file) => functionsIn(join(assembly, file)))
    .map(({ name, folder }) => sizeOf(name, join(assembly, folder)))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * The one function above the limit, and its own: it holds seven clients of AWS and everything that the product does
 * about the platform. Nobody waits for it to start.
 */
export const ABOVE_KB: Readonly<Record<string, number>> = { reconcile: 200 };

/** Whether a function ships more than it may. Pure. */
export function isTooLarge({ name, gzipKB, wasmGzipKB }: FunctionSize): boolean {
  return gzipKB > (ABOVE_KB[name] ?? SIZE_LIMITS_KB.module) || gzipKB + wasmGzipKB > SIZE_LIMITS_KB.withWasm;
}

function functionsIn(file: string): readonly { readonly name: string; readonly folder: string }[] {
  const { Resources } = Template.parse(JSON.parse(readFileSync(file, 'utf8')));
  return Object.values(Resources).flatMap(({ Type, Metadata = {} }) => {
    const [, name] = /^[^/]+\/([^/]+)\/Function\/Resource$/.exec(String(Metadata['aws:cdk:path'])) ?? [];
    if (Type !== 'AWS::Lambda::Function' || name === undefined) return [];
    return [{ name, folder: String(Metadata['aws:asset:path']) }];
  });
}

function sizeOf(name: string, folder: string): FunctionSize {
  const sizes = readdirSync(folder).map((file) => {
    const bytes = readFileSync(join(folder, file));
    return { isWasm: file.endsWith('.wasm'), kb: inKB(bytes), gzipKB: inKB(gzipSync(bytes)) };
  });
  const sum = (isWasm: boolean, size: 'kb' | 'gzipKB') =>
    sizes.filter((file) => file.isWasm === isWasm).reduce((total, file) => total + file[size], 0);
  return { name, kb: sum(false, 'kb'), gzipKB: sum(false, 'gzipKB'), wasmGzipKB: sum(true, 'gzipKB') };
}

function inKB(bytes: Uint8Array): number {
  return Math.round(bytes.byteLength / 102.4) / 10;
}
