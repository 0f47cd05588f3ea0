import { measureColdStart } from '../../bench/coldstart/measure-coldstart.ts';

describe('the bench of cold starts', () => {
  it('imports a function as it is shipped and as the CDK would build it, and compares the two', () => {
    const { functions, references } = measureColdStart(['outbox'], { runs: 1 });
    const [outbox] = functions;
    expect(outbox).toMatchObject({
      name: 'outbox',
      gzipKB: expect.any(Number),
      importMs: expect.any(Number),
      defaultImportMs: expect.any(Number),
    });
    expect(outbox?.ratio).toBeCloseTo((outbox?.importMs ?? 0) / (outbox?.defaultImportMs ?? 1), 1);
    expect(references.map(({ name }) => name)).toEqual(['an empty handler', 'one SDK client alone']);
    expect(references[0]?.importMs).toBeLessThan(outbox?.importMs ?? 0);
  });
});
