import fc from 'fast-check';
import { canonicalJson } from '../../core/digest.ts';
import { saysSame } from '../../core/says-same.ts';

describe('comparing what two values say', () => {
  it.each([
    ['the order of keys', { a: 1, b: [2] }, { b: [2], a: 1 }, true],
    ['a field that is undefined', { a: 1, b: undefined }, { a: 1 }, true],
    ['a field that is null', { a: 1, b: null }, { a: 1 }, false],
    ['the order of a list', [1, 2], [2, 1], false],
    ['a list and an object', [], {}, false],
    ['nothing and null', undefined, null, false],
    ['minus zero', { a: -0 }, { a: 0 }, true],
    ['a nested field', { a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }, false],
    ['an inherited name', { a: 1 }, { a: 1, toString: 'x' }, false],
  ])('%s', (_, one, other, same) => {
    expect(saysSame(one, other)).toBe(same);
    expect(saysSame(other, one)).toBe(same);
  });

  it('agrees with canonical JSON, whatever the values', () => {
    const small = fc.jsonValue({ maxDepth: 2, noUnicodeString: true });
    const pairs = fc.oneof(
      fc.tuple(small, small),
      small.map((value) => [value, JSON.parse(JSON.stringify(value))] as const),
    );
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        expect(saysSame(one, other)).toBe(canonicalJson(one) === canonicalJson(other));
      }),
    );
  });
});
