import { handlerTable } from '../../bench/handler/handler-table.ts';
import { measureHandlers } from '../../bench/handler/measure-handlers.ts';

describe('the bench of request pipelines', () => {
  const names = ['raw handler', 'ours', 'Powertools Router', 'Hono', 'Fastify', 'Express'];
  const works = ['read a service', 'say who calls', 'plan a deploy', 'deploy under a key'];
  // Fails by itself when a pipeline answers otherwise than the raw handler.
  const measuring = measureHandlers({ warmUp: 0, rounds: 1, perRound: 2 });

  it('gives every pipeline the same pieces of work, and gets the same answers', async () => {
    const measured = await measuring;
    expect(measured.map(({ work, name }) => `${work}: ${name}`)).toEqual(
      works.flatMap((work) => names.map((name) => `${work}: ${name}`)),
    );
    expect(measured.filter(({ usPerRequest }) => !(usPerRequest > 0))).toEqual([]);
  });

  it('compares each with the raw handler and with ours at the same work', async () => {
    const measured = await measuring;
    for (const { work, usPerRequest, ratioToRaw, ratioToOurs, overheadUs } of measured) {
      const us = (name: string) =>
        measured.find((one) => one.work === work && one.name === name)?.usPerRequest ?? Number.NaN;
      // Both sides are rounded to hundredths.
      expect(ratioToRaw).toBeCloseTo(usPerRequest / us('raw handler'), 1);
      expect(ratioToOurs).toBeCloseTo(usPerRequest / us('ours'), 1);
      expect(overheadUs).toBeCloseTo(usPerRequest - us('raw handler'), 1);
    }
  });

  it('prints a block for each work and a line for each pipeline', async () => {
    const lines = handlerTable(await measuring).split('\n');
    for (const work of works) expect(lines.filter((line) => line.startsWith(`${work} - `))).toHaveLength(1);
    for (const name of names) expect(lines.filter((line) => line.startsWith(`  ${name} `))).toHaveLength(4);
  });
});
