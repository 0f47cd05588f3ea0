import { NIGHT_CHUNK, nightChunks } from '../../../lambdas/runtime/night-chunks.ts';

async function* named(count: number) {
  for (let nth = 0; nth < count; nth += 1) yield { name: `s-${nth}` };
}

describe('dividing a night', () => {
  it.each([
    [0, []],
    [1, [1]],
    [116, [116]],
    [117, [116, 1]],
    [1_000, [116, 116, 116, 116, 116, 116, 116, 116, 72]],
  ])('puts %i services into chunks of at most 116', async (count, sizes) => {
    const chunks = await nightChunks(named(count));
    expect(chunks.map(({ services }) => services.length)).toEqual(sizes);
    expect(chunks.flatMap(({ services }) => services)).toEqual(
      Array.from({ length: count }, (_, nth) => `s-${nth}`),
    );
    expect(NIGHT_CHUNK).toBe(116);
  });
});
