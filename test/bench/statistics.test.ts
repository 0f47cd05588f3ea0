import fc from 'fast-check';
import { median, perSecond, quantile, summarize } from '../../bench/api/statistics.ts';

describe('the figures of a bench', () => {
  const ten = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];

  it.each([
    [0.5, 5],
    [0.9, 9],
    [0.95, 10],
    [0.99, 10],
    [1, 10],
    [0, 1],
  ])('takes the quantile %s of one to ten by the nearest rank', (ratio, expected) => {
    expect(quantile(ten, ratio)).toBe(expected);
  });

  it('never makes a quantile up: it was measured, and so many did not exceed it', () => {
    const durations = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });
    const ratios = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(durations, ratios, (values, ratio) => {
        const found = quantile(values, ratio);
        expect(values).toContain(found);
        expect(values.filter((value) => value <= found).length).toBeGreaterThanOrEqual(ratio * values.length);
        expect(values.filter((value) => value < found).length).toBeLessThan(ratio * values.length);
      }),
    );
  });

  it('does not reorder what it was given', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('knows nothing of nothing', () => {
    expect(quantile([], 0.5)).toBeNaN();
  });

  it('summarizes durations to hundredths of a millisecond', () => {
    expect(summarize([1.239, 2, 3.001])).toEqual({ count: 3, p50Ms: 2, p95Ms: 3, p99Ms: 3, maxMs: 3 });
  });

  it('counts how many a second', () => {
    expect(perSecond(300, 1_500)).toBe(200);
  });
});
