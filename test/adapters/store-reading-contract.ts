import { commitOf, itemFor, keyFor, putOf } from './store-examples.ts';
import { type OpenedStore, useStore } from './store-fixture.ts';

/** What a store finds, and what it forgets. */
export function describeReading(open: () => Promise<OpenedStore>): void {
  describe('reading', () => {
    const opened = useStore(open);
    it('finds what was committed, as it was committed', async () => {
      const item = itemFor('a', {
        value: { text: 'ü €\u{1f600}', list: [1, null, { deep: true }] },
        gsi1: { pk: 'G', sk: '1' },
      });
      await opened.store.commit(commitOf({ writes: [putOf(item)] }));
      expect(await opened.store.get(item.key)).toEqual(item);
    });
    it('finds nothing where nothing was stored', async () => {
      expect(await opened.store.get(keyFor('nobody'))).toBeUndefined();
    });
    it('reads many in the order of the keys and leaves out what is not stored', async () => {
      await opened.store.commit(commitOf({ writes: ['a', 'b', 'c'].map((n) => putOf(itemFor(n))) }));
      const found = await opened.store.getMany([keyFor('c'), keyFor('x'), keyFor('a')]);
      expect(found.map((item) => item.key)).toEqual([keyFor('c'), keyFor('a')]);
    });
    it('finds nothing under a key that no record can have', async () => {
      await opened.store.commit(commitOf({ writes: [putOf(itemFor('a'))] }));
      for (const pk of ['', 'SERVICE#a\u0000CURRENT', 'SERVICE#\ud800']) {
        expect(await opened.store.get({ pk, sk: 'CURRENT' })).toBeUndefined();
        expect(await opened.store.query({ pk, limit: 10, order: 'ascending' })).toEqual({ items: [] });
      }
    });
    it('is not changed by a caller who alters what was handed over', async () => {
      const value = { count: 1 };
      await opened.store.commit(commitOf({ writes: [putOf(itemFor('a', { value }))] }));
      value.count = 2;
      expect((await opened.store.get(keyFor('a')))?.value).toEqual({ count: 1 });
    });
    it('forgets what has expired, and only that', async () => {
      const until = (name: string, expiresAt: string) => putOf(itemFor(name, { expiresAt }));
      await opened.store.commit(
        commitOf({
          writes: [
            until('old', '2026-01-01T00:00:00.000Z'),
            until('new', '2026-01-01T00:00:01.001Z'),
            putOf(itemFor('kept')),
          ],
        }),
      );
      expect(await opened.forgetExpired('2026-01-01T00:00:01.000Z')).toBe(1);
      expect(await opened.store.getMany(['old', 'new', 'kept'].map(keyFor))).toMatchObject([
        { value: { name: 'new' } },
        { value: { name: 'kept' } },
      ]);
      expect(await opened.forgetExpired('2026-01-01T00:00:01.000Z')).toBe(0);
    });
  });
}
