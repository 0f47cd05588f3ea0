import fc from 'fast-check';
import { CALL_LIMITS, packed } from '../../../adapters/aws/pack-metric-queries.ts';

describe('dividing queries into calls', () => {
  it.each([
    [10, 5, 1],
    [348, 288, 1],
    [501, 5, 2],
    [7, 4_032, 1],
    [100, 4_032, 4],
    [0, 5, 0],
  ])('makes of %i queries of %i points %i calls', (queries, steps, calls) => {
    expect(packed(Array(queries).fill('q'), steps)).toHaveLength(calls);
  });

  it('loses none, keeps the order and stays within the limits', () => {
    const property = fc.property(
      fc.integer({ min: 0, max: 1_200 }),
      fc.integer({ min: 0, max: 200_000 }),
      (count, steps) => {
        const queries = Array.from({ length: count }, (_, nth) => nth);
        const calls = packed(queries, steps);
        expect(calls.flat()).toEqual(queries);
        for (const call of calls) {
          expect(call.length).toBeLessThanOrEqual(CALL_LIMITS.queries);
          expect(call.length === 1 || call.length * steps <= CALL_LIMITS.datapoints).toBe(true);
        }
      },
    );
    fc.assert(property, { numRuns: 40 });
  });
});
