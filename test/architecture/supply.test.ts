import * as z from 'zod';
import { filesOf, textOf } from './repository.ts';

const Manifest = z.object({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
  scripts: z.record(z.string(), z.string()),
});
const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ resolved: z.string().optional(), hasInstallScript: z.boolean().optional() }),
  ),
});

const manifest = Manifest.parse(JSON.parse(textOf('package.json')));
const lock = Lock.parse(JSON.parse(textOf('package-lock.json')));
const direct = { ...manifest.dependencies, ...manifest.devDependencies };

describe('what the project is made of', () => {
  it('pins every direct dependency to one version', () => {
    expect(Object.entries(direct).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it('says of every direct dependency why it is there, and of nothing else', () => {
    const explained = [...textOf('docs/dependencies.md').matchAll(/^\| `([^`]+)` \|/gm)].map(
      ([, name]) => name,
    );
    expect(explained.sort()).toEqual(Object.keys(direct).sort());
  });

  it('names no registry in the lock file', () => {
    expect(Object.entries(lock.packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('depends on install scripts only where packages work without them', () => {
    const withScripts = Object.entries(lock.packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.replace('node_modules/', ''));
    // Their binaries ship inside the packages, or the script is for an optional part that nothing here uses.
    expect(withScripts.filter((name) => !SCRIPTS_NOT_NEEDED.has(name))).toEqual([]);
  });

  it('offers every command that the README names, and the README names no other', () => {
    const named = [...textOf('README.md').matchAll(/`npm (?:run )?([a-z][a-z:]*)/g)].map(
      ([, name = '']) => name,
    );
    const commands = [...named].filter((name) => name !== 'ci');
    expect(commands.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});

const SCRIPTS_NOT_NEEDED = new Set([
  '@parcel/watcher',
  '@swc/core',
  'classic-level',
  'esbuild',
  'fsevents',
  'unrs-resolver',
]);

describe('what the tree does not tell', () => {
  const texts = filesOf('.').filter(
    (file) => !/\.(png|jpg|gz|ico|woff2?)$/.test(file) && file !== 'package-lock.json',
  );

  it.each([
    ['a path of somebody’s machine', /(^|[\s"'`(=:])\/(home|Users|root|work|tmp)\/[\w.-]+/],
    ['an access key', /\bAKIA[0-9A-Z]{16}\b/],
    ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*\n/],
    [
      'a token of a registry or a forge',
      /\b(npm_[A-Za-z0-9]{36}|gh[pousr]_[A-Za-z0-9]{36}|glpat-[\w-]{20})\b/,
    ],
    ['a password in an address', /\b[a-z]+:\/\/[^\s/:@]+:[^\s/@]+@/],
  ])('%s', (_, secret) => {
    const telling = texts.filter(
      (file) => file !== 'test/architecture/supply.test.ts' && secret.test(textOf(file)),
    );
    expect(telling).toEqual([]);
  });
});
