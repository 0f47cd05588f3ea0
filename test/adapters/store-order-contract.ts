import type { Query } from '../../core/store/store.ts';
import { commitOf, itemFor, keyFor, putOf } from './store-examples.ts';
import { allPages, namesIn, type OpenedStore, useStore } from './store-fixture.ts';

/** Orders, ranges and pages, by the own keys and by both indexes. */
export function describeOrders(open: () => Promise<OpenedStore>): void {
  describe('asking for an order', () => {
    const opened = useStore(open);
    // Sorted by UTF-8 bytes; UTF-16 order would put the emoji before the full-width letter.
    const sorted = ['2', 'a', 'a-1', 'a-10', 'a-2', 'b', 'é', '\uff21', '\u{1f600}'];
    const pagings = (['ascending', 'descending'] as const).flatMap((order) =>
      [1, 2, 3, 8, 9, 10].map((limit) => ({ order, limit })),
    );
    const bases = [
      ['by its own keys', { pk: 'P' }],
      ['gsi1', { pk: 'P', index: 'gsi1' }],
      ['gsi2', { pk: 'P', index: 'gsi2' }],
    ] as const;

    beforeEach(() => {
      const place = (pk: string, sk: string) => ({ pk, sk });
      const own = sorted.map((sk) => putOf({ key: place('P', sk), version: 1, value: sk }));
      const listed = sorted.map((sk, i) =>
        putOf({
          key: place(`Q${9 - i}`, 'x'),
          version: 1,
          value: sk,
          gsi1: place('P', sk),
          gsi2: place('P', sk),
        }),
      );
      const others = ['O', 'P#', 'PP'].map((pk) =>
        putOf({ key: place(pk, 'a'), version: 1, value: pk, gsi1: place(pk, 'a'), gsi2: place(pk, 'a') }),
      );
      return opened.store.commit(commitOf({ writes: [...own, ...listed, ...others] }));
    });
    const values = async (query: Query) => (await opened.store.query(query)).items.map((item) => item.value);

    describe.each(bases)('%s', (_name, base) => {
      it('gives the partition, and only it, in the order of bytes', async () => {
        expect(await values({ ...base, limit: 100, order: 'ascending' })).toEqual(sorted);
        expect(await values({ ...base, limit: 100, order: 'descending' })).toEqual(sorted.toReversed());
      });
      it('gives only sort keys with the prefix', async () => {
        const query = { ...base, prefix: 'a', limit: 100 };
        expect(await values({ ...query, order: 'ascending' })).toEqual(['a', 'a-1', 'a-10', 'a-2']);
        expect(await values({ ...query, order: 'descending' })).toEqual(['a-2', 'a-10', 'a-1', 'a']);
      });
      it('gives sort keys up to and including a place', async () => {
        expect(await values({ ...base, upTo: 'a-1', limit: 100, order: 'ascending' })).toEqual([
          '2',
          'a',
          'a-1',
        ]);
        expect(await values({ ...base, upTo: 'a-11', limit: 2, order: 'descending' })).toEqual([
          'a-10',
          'a-1',
        ]);
        expect(await values({ ...base, upTo: '1', limit: 100, order: 'ascending' })).toEqual([]);
      });
      it('takes prefix and place together', async () => {
        const query = { ...base, prefix: 'a-', limit: 100, order: 'ascending' } as const;
        expect(await values({ ...query, upTo: 'a-10' })).toEqual(['a-1', 'a-10']);
        expect(await values({ ...query, upTo: 'a' })).toEqual([]);
        expect(await values({ ...query, upTo: 'z' })).toEqual(['a-1', 'a-10', 'a-2']);
      });
      it.each(pagings)('pages through all of it once, $order by $limit', async (paging) => {
        const pages = await allPages(opened.store, { ...base, ...paging });
        expect(pages.flat()).toEqual(paging.order === 'ascending' ? sorted : sorted.toReversed());
        expect(pages.every((page) => page.length > 0 && page.length <= paging.limit)).toBe(true);
      });
      it('pages within a prefix and a place', async () => {
        const query = { ...base, prefix: 'a', upTo: 'a-10', limit: 1 };
        expect((await allPages(opened.store, { ...query, order: 'ascending' })).flat()).toEqual([
          'a',
          'a-1',
          'a-10',
        ]);
        expect((await allPages(opened.store, { ...query, order: 'descending' })).flat()).toEqual([
          'a-10',
          'a-1',
          'a',
        ]);
      });
      it('goes on behind a place whose record was deleted meanwhile', async () => {
        const first = await opened.store.query({ ...base, limit: 3, order: 'ascending' });
        const last = first.items.at(-1);
        if (!last || first.next === undefined) throw new Error('the page is not full');
        await opened.store.commit(commitOf({ writes: [{ kind: 'delete', key: last.key, expect: 1 }] }));
        const rest = await values({ ...base, limit: 100, order: 'ascending', after: first.next });
        expect(rest).toEqual(sorted.slice(3));
      });
      it.each(['', '!', 'not base64 url', 'gICA'])('refuses %j as a place to continue', async (after) => {
        await expect(
          opened.store.query({ ...base, limit: 1, order: 'ascending', after }),
        ).rejects.toMatchObject({
          code: 'request.bad_cursor',
        });
      });
    });

    it('keeps records apart that share a place in an index', async () => {
      const same = ['x', 'y', 'z'].map((n) => putOf(itemFor(n, { gsi1: { pk: 'SAME', sk: 's' } })));
      await opened.store.commit(commitOf({ writes: same }));
      const pages = await allPages(opened.store, {
        index: 'gsi1',
        pk: 'SAME',
        limit: 1,
        order: 'descending',
      });
      expect(pages.map((page) => page.length)).toEqual([1, 1, 1]);
      expect(pages.flat()).toEqual(expect.arrayContaining([{ name: 'x' }, { name: 'y' }, { name: 'z' }]));
    });
    it('lists a changed record in its new places only, and a deleted one nowhere', async () => {
      const at = (pk: string, sk: string) =>
        ({ index: 'gsi1', pk, limit: 10, order: 'ascending', prefix: sk }) as const;
      await opened.store.commit(
        commitOf({
          writes: [putOf(itemFor('m', { gsi1: { pk: 'LIVE', sk: 'm' }, gsi2: { pk: 'G2', sk: '1' } }))],
        }),
      );
      await opened.store.commit(
        commitOf({ writes: [putOf(itemFor('m', { version: 2, gsi1: { pk: 'GONE', sk: 'm' } }))] }),
      );
      expect(await namesIn(opened.store, at('LIVE', 'm'))).toEqual([]);
      expect(await namesIn(opened.store, at('GONE', 'm'))).toEqual(['m']);
      expect(await namesIn(opened.store, { ...at('G2', '1'), index: 'gsi2' })).toEqual([]);
      await opened.store.commit(commitOf({ writes: [{ kind: 'delete', key: keyFor('m'), expect: 2 }] }));
      expect(await namesIn(opened.store, at('GONE', 'm'))).toEqual([]);
    });
  });
}
