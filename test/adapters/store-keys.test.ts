import fc from 'fast-check';
import { cursorAfter, encodeKey, itemKey, keyOf, rangeOf } from '../../adapters/embedded/level-keys.ts';
import { openLevelStore } from '../../adapters/embedded/level-store.ts';
import type { Query } from '../../core/store/store.ts';
import { isStorable } from '../../core/store/well-formed.ts';
import { commitOf } from './store-examples.ts';

/** Text near the edges: the separator's neighbours, the ends of the UTF-8 lengths, and the key words of our own keys. */
const edge = fc.constantFrom(
  '',
  '\u0001',
  '#',
  'a',
  'aa',
  '~',
  '\u007f',
  '\u0080',
  '\u07ff',
  '\u0800',
  '\uffff',
  '\u{10000}',
  '\u{10ffff}',
);
const text = fc.array(edge, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));
const part = text.filter((value) => value !== '');
const key = fc.record({ pk: part, sk: part });

describe('the keys of the embedded store', () => {
  it('come back as they went in', () => {
    fc.assert(fc.property(key, (k) => expect(keyOf(itemKey(k))).toEqual(k)));
  });
  it('are never the same for two different records', () => {
    fc.assert(
      fc.property(key, key, (a, b) => itemKey(a).equals(itemKey(b)) === (a.pk === b.pk && a.sk === b.sk)),
    );
  });
  it('sort within a partition by the UTF-8 bytes of the sort key, in an index too', () => {
    const sign = (n: number) => Math.sign(n);
    fc.assert(
      fc.property(part, part, part, key, (pk, a, b, base) => {
        const byBytes = sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
        expect(sign(Buffer.compare(itemKey({ pk, sk: a }), itemKey({ pk, sk: b })))).toBe(byBytes);
        const listed = (sk: string) => encodeKey('gsi1', pk, sk, base.pk, base.sk);
        expect(sign(Buffer.compare(listed(a), listed(b)))).toBe(byBytes);
      }),
    );
  });
  it('lie in the range of a query exactly when the query asks for them', () => {
    const query = fc.record(
      { pk: part, prefix: text, upTo: text, order: fc.constantFrom('ascending', 'descending') },
      { requiredKeys: ['pk', 'order'] },
    );
    fc.assert(
      fc.property(query, key, (asked, k) => {
        const { gte, lt } = rangeOf({ ...asked, limit: 1 } as Query); // safe: the generator leaves keys out, never undefined
        const stored = itemKey(k);
        const inRange = Buffer.compare(gte, stored) <= 0 && Buffer.compare(stored, lt) < 0;
        expect(inRange).toBe(isAskedFor(k, asked));
      }),
      { numRuns: 1_000 },
    );
  });
  it('continue behind the place of a cursor, in both directions', () => {
    fc.assert(
      fc.property(part, part, part, (pk, at, sk) => {
        const ascending = { pk, limit: 1, order: 'ascending' } as const;
        const after = cursorAfter(ascending, itemKey({ pk, sk: at }));
        const stored = itemKey({ pk, sk });
        const [up, down] = [
          rangeOf({ ...ascending, after }),
          rangeOf({ ...ascending, order: 'descending', after }),
        ];
        const compared = Buffer.compare(Buffer.from(sk), Buffer.from(at));
        expect(Buffer.compare(up.gte, stored) <= 0).toBe(compared > 0);
        expect(Buffer.compare(stored, down.lt) < 0).toBe(compared < 0);
      }),
    );
  });
  it('refuse what would not come back: the separator, half a character, nothing', () => {
    const broken = fc.constantFrom('\u0000', '\ud800', '\udfff', 'a\u0000b', '\ude00\ud83d', '');
    fc.assert(
      fc.property(
        broken,
        part,
        (bad, good) => !isStorable({ pk: bad, sk: good }) && !isStorable({ pk: good, sk: bad }),
      ),
    );
    fc.assert(fc.property(key, (k) => isStorable(k)));
  });
});

describe('a query over random records', () => {
  it('gives what a plain filter and sort over all records gives', async () => {
    const records = fc.uniqueArray(key, { maxLength: 30, selector: ({ pk, sk }) => `${pk}\u0000${sk}` });
    const asked = fc.record(
      {
        prefix: text,
        upTo: text,
        limit: fc.integer({ min: 1, max: 5 }),
        order: fc.constantFrom('ascending', 'descending'),
        index: fc.constantFrom('gsi1', 'gsi2'),
      },
      { requiredKeys: ['limit', 'order'] },
    );
    await fc.assert(
      fc.asyncProperty(records, asked, async (keys, query) => {
        const store = await openLevelStore({ location: 'memory' });
        const items = keys.map((k, i) => ({ key: k, version: 1, value: i, gsi1: k, gsi2: k }));
        await store.commit(commitOf({ writes: items.map((item) => ({ kind: 'put', item, expect: 0 })) }));
        const pk = keys[0]?.pk ?? 'a';
        const expected = keys
          .filter((k) => isAskedFor(k, { pk, ...query }))
          .sort((a, b) => Buffer.compare(Buffer.from(a.sk), Buffer.from(b.sk)));
        const { items: found } = await store.query({ pk, ...query } as Query); // safe: as above
        const inOrder = query.order === 'ascending' ? expected : expected.toReversed();
        expect(found.map((item) => item.key)).toEqual(inOrder.slice(0, query.limit));
        await store.close();
      }),
    );
  });
});

function isAskedFor(
  k: { pk: string; sk: string },
  asked: { pk: string; prefix?: string; upTo?: string },
): boolean {
  const { prefix = '', upTo } = asked;
  const within = upTo === undefined || Buffer.compare(Buffer.from(k.sk), Buffer.from(upTo)) <= 0;
  return k.pk === asked.pk && k.sk.startsWith(prefix) && within;
}
