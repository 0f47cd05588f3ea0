import { filesOf, linesMatching, sourcesOf, textOf } from './repository.ts';

const PRODUCT = ['bin', 'lib', 'core', 'adapters', 'lambdas', 'client', 'dashboard', 'sim', 'bench'] as const;

describe('the shape of the repository', () => {
  it('gives every lambda a stack that deploys it', () => {
    const stacks = sourcesOf('lib').map(textOf).join('\n');
    const orphans = filesOf('lambdas/*.lambda.ts').filter(
      (file) => !stacks.includes(`'${file.slice('lambdas/'.length, -'.lambda.ts'.length)}'`),
    );
    expect(orphans).toEqual([]);
  });

  it('keeps every lambda at 30 lines or fewer', () => {
    const long = filesOf('lambdas/*.lambda.ts').filter(
      (file) => textOf(file).trimEnd().split('\n').length > 30,
    );
    expect(long).toEqual([]);
  });

  it('keeps every source file at 250 lines or fewer', () => {
    const long = sourcesOf(...PRODUCT, 'test').filter(
      (file) => textOf(file).trimEnd().split('\n').length > 250,
    );
    expect(long).toEqual([]);
  });

  it.each([
    ['any', /(:|<|\bas)\s*any\b/],
    ['a non-null assertion', /[\w\])]!(\.|\[|;|,|\)|$)/],
    ['a default export', /^export default/],
    ['a barrel', /^export (\*|\{[^}]*\}) from/],
    ['console', /\bconsole\./],
    ['a silenced type error', /@ts-(ignore|expect-error|nocheck)/],
    ['a switched-off lint rule', /biome-ignore/],
  ])('has no %s in its sources', (_, pattern) => {
    const files = sourcesOf(...PRODUCT).filter((file) => !file.endsWith('.config.ts'));
    expect(linesMatching(files, pattern)).toEqual([]);
  });

  it('has no test that is focused, nor one that is skipped without saying why', () => {
    const files = sourcesOf('test').filter((file) => !file.startsWith('test/architecture/'));
    const held = linesMatching(files, /\b(it|test|describe)\.(skip|only|todo)\b|\bx(it|describe)\(/);
    expect(held.filter((line) => !line.includes('(skipped: '))).toEqual([]);
  });

  it('names every file in kebab-case, and components after themselves', () => {
    const odd = sourcesOf(...PRODUCT, 'test').filter((file) => {
      const name = file.slice(file.lastIndexOf('/') + 1);
      return (
        !/^[a-z0-9-]+(\.[a-z]+)*\.ts$/.test(name) && !/^[A-Z][A-Za-z0-9]*\.tsx$|^[a-z0-9-]+\.tsx$/.test(name)
      );
    });
    expect(odd).toEqual([]);
  });
});

describe('the doc comments of core', () => {
  it('stand before every export, or before the schema that a type is named after', () => {
    expect(sourcesOf('core').flatMap(undocumented)).toEqual([]);
  });
});

function undocumented(file: string): readonly string[] {
  const lines = textOf(file).split('\n');
  const documented = new Set<string>();
  const bare: string[] = [];
  lines.forEach((line, i) => {
    const name = /^export (?:async )?(?:abstract )?(?:function\*?|const|class|interface|type) (\w+)/.exec(
      line,
    )?.[1];
    if (name === undefined) return;
    if (lines[i - 1]?.trimEnd().endsWith('*/')) documented.add(name);
    else if (!documented.has(name)) bare.push(`${file}:${i + 1} ${name}`);
  });
  return bare;
}
