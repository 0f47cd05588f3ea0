import fc from 'fast-check';
import { UlidIds } from '../../adapters/embedded/ulid-ids.ts';
import { Ulid } from '../../core/contract/primitives.ts';

const at = (ms: number) => new Date(Date.UTC(2026, 0, 5) + ms);

describe('making ids', () => {
  it('gives ULIDs that grow, even while the clock stands or steps back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 2 }), (steps) => {
        let now = at(0);
        const ids = new UlidIds({ now: () => now });
        const made = steps.map((step) => {
          now = at(step);
          return ids.next();
        });
        expect(made.every((id) => Ulid.safeParse(id).success)).toBe(true);
        expect(made).toEqual([...new Set(made)].sort());
      }),
    );
  });
  it('gives the same ids for the same seed and times, and others for another seed', () => {
    const three = (seed: number) => {
      const ids = new UlidIds({ now: () => at(0) }, { seed });
      return [ids.next(), ids.next(), ids.next()];
    };
    expect(three(1)).toEqual(three(1));
    expect(three(1)).not.toEqual(three(2));
  });
  it('puts the time of the clock into the id, not that of the machine', () => {
    const id = new UlidIds({ now: () => new Date(0) }).next();
    expect(id.slice(0, 10)).toBe('0000000001');
  });
});
