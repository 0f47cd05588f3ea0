import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cdk } from './cdk.ts';
import { fitTemplate, Template } from './fit-template.ts';

/** How the app is put together for a target. */
export interface Assembling {
  readonly environment: string;
  /** Where the assembly is written. */
  readonly assembly: string;
  /** Context keys beside the environment. */
  readonly context: Readonly<Record<string, string>>;
}

/** Synthesizes every stack of the real app once. */
export async function synthesize({ environment, assembly, context }: Assembling): Promise<void> {
  const choices = Object.entries({ environment, ...context }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);
  await cdk('synth', '--quiet', '-o', assembly, ...choices);
}

/** Fits the templates of an assembly to a target that does not know `types`; returns those that it goes without. */
export async function fitAssembly(assembly: string, types: readonly string[]): Promise<readonly string[]> {
  const files = (await readdir(assembly)).filter((name) => name.endsWith('.template.json'));
  const without = await Promise.all(files.map((name) => fitFile(join(assembly, name), types)));
  return [...new Set(without.flat())].sort();
}

async function fitFile(path: string, types: readonly string[]): Promise<readonly string[]> {
  const { template, without } = fitTemplate(Template.parse(JSON.parse(await readFile(path, 'utf8'))), types);
  await writeFile(path, JSON.stringify(template));
  return without;
}

/** Deploys an assembly to the target that the environment names, as an owner does: bootstrap, then every stack. */
export async function deploy(assembly: string): Promise<void> {
  await cdk('bootstrap', '--app', assembly);
  await cdk('deploy', '--app', assembly, '--all', '--method', 'direct', '--require-approval', 'never');
}
