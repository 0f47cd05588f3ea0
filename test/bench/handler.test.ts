import { measureHandlers } from '../../bench/handler/measure-handlers.ts';

describe('the bench of request pipelines', () => {
  it('gives every pipeline the same two pieces of work, and compares each with the raw handler', async () => {
    const measured = await measureHandlers({ rounds: 1, perRound: 5 });
    const names = ['raw handler', 'ours', 'Powertools Router', 'Hono', 'Fastify', 'Express'];
    expect(measured.map(({ work, name }) => `${work}: ${name}`)).toEqual([
      ...names.map((name) => `read a service: ${name}`),
      ...names.map((name) => `say who calls: ${name}`),
    ]);
    for (const { work, usPerRequest, ratioToRaw } of measured) {
      const raw = measured.find((one) => one.work === work)?.usPerRequest ?? Number.NaN;
      expect((ratioToRaw * raw) / usPerRequest).toBeCloseTo(1, 1); // both are rounded to hundredths
    }
  });
});
