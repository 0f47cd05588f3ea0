import fc from 'fast-check';
import { inBatches } from '../../../adapters/aws/in-batches.ts';

const limits = { most: 3, maxBytes: 10, bytesOf: (text: string) => text.length };

describe('cutting a list for requests', () => {
  it('fills each request before it begins the next', () => {
    expect(inBatches(['a', 'b', 'c', 'd'], limits)).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('begins the next before the bytes are too many', () => {
    expect(inBatches(['12345', '12345', '1'], limits)).toEqual([['12345', '12345'], ['1']]);
  });

  it('sends an entry that is too large alone, for the other side to refuse', () => {
    expect(inBatches(['1', '12345678901', '2'], limits)).toEqual([['1'], ['12345678901'], ['2']]);
  });

  it('loses nothing, keeps the order, holds the limits and makes no empty request', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 12 })), (entries) => {
        const batches = inBatches(entries, limits);
        expect(batches.flat()).toEqual(entries);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(3);
          expect(batch.length === 1 || batch.join('').length <= 10).toBe(true);
        }
      }),
    );
  });
});
