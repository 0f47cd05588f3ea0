import { withoutUnused } from '../../lib/slim-bundle.ts';

const BUNDLE = `
var n0_registry2 = TypeRegistry.for(n0);
var Told$ = [
  -3,
  n0
];
n0_registry2.registerError(Told$, Told);
var Lone$2 = [
  -3,
  { [_e]: _c }
];
n0_registry2.registerError(Lone$2, Lone);
_s_registry.registerError(Base$, Base);
if (error instanceof Told) again();
inst._zod.processJSONSchema = (ctx, json, params) => stringProcessor(inst, ctx, json, params);
input: createStandardJSONSchemaMethod(this, "input"),
`;

describe('what a bundle is rid of', () => {
  const slim = withoutUnused(BUNDLE);

  it('is error classes that nothing tells apart, and the schemas that only they named', () => {
    expect(slim).not.toContain('Lone');
  });

  it('is not an error class that something tells apart, nor the base of all', () => {
    expect(slim).toContain('registerError(Told$, Told)');
    expect(slim).toContain('registerError(Base$, Base)');
  });

  it('is how zod writes JSON schemas', () => {
    expect(slim).not.toMatch(/processJSONSchema|createStandardJSONSchemaMethod/);
  });

  it('is nothing of any other text', () => {
    const other = 'const registerError = 1;\nlog(processJSONSchema);\n';
    expect(withoutUnused(other)).toBe(other);
  });
});
