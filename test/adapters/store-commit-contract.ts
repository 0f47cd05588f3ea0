import type { OpsEvent } from '../../core/contract/events.ts';
import { entriesOf } from '../../core/store/records/audit.ts';
import { commitOf, draftFor, eventFor, itemFor, keyFor, putOf } from './store-examples.ts';
import { namesIn, type OpenedStore, useStore } from './store-fixture.ts';

/** Conditional transactions of several records: all or nothing, and one winner. */
export function describeCommitting(open: () => Promise<OpenedStore>): void {
  describe('committing on conditions', () => {
    const opened = useStore(open);
    beforeEach(() =>
      opened.store.commit(
        commitOf({ writes: [putOf(itemFor('a')), putOf(itemFor('b', { version: 3 }), 'any')] }),
      ),
    );

    const second = itemFor('a', { version: 2, value: 'second' });
    it.each([
      ['a put over another version', putOf(second, 2)],
      ['a put where nothing may be', putOf(second, 0)],
      ['a put over a record that is not there', putOf(itemFor('c', { version: 2 }), 1)],
      ['a delete of another version', { kind: 'delete', key: keyFor('a'), expect: 2 } as const],
      ['a check of another version', { kind: 'check', key: keyFor('b'), expect: 2 } as const],
      ['a check that nothing is there', { kind: 'check', key: keyFor('b'), expect: 0 } as const],
    ])('refuses %s and names the record', async (_what, write) => {
      const key = write.kind === 'put' ? write.item.key : write.key;
      await expect(opened.store.commit(commitOf({ writes: [write] }))).rejects.toMatchObject({
        code: 'store.conflict',
        remedy: expect.stringMatching(/again/),
        params: { ...key, expected: write.expect },
      });
    });
    it('accepts puts, deletes and checks whose expectations hold, all at once', async () => {
      await opened.store.commit(
        commitOf({
          writes: [
            putOf(second),
            { kind: 'delete', key: keyFor('b'), expect: 3 },
            { kind: 'check', key: keyFor('c'), expect: 0 },
          ],
        }),
      );
      expect(await opened.store.get(keyFor('a'))).toEqual(second);
      expect(await opened.store.get(keyFor('b'))).toBeUndefined();
    });
    it('stores nothing of a commit when one expectation of it fails', async () => {
      const refused = commitOf({
        writes: [putOf(itemFor('new', { gsi1: { pk: 'G', sk: '1' } })), putOf(second, 7)],
        audit: [draftFor('service/a')],
        events: [eventFor('a')],
      });
      await expect(opened.store.commit(refused)).rejects.toMatchObject({ code: 'store.conflict' });
      expect(await opened.store.get(keyFor('new'))).toBeUndefined();
      expect(await namesIn(opened.store, { index: 'gsi1', pk: 'G', limit: 10, order: 'ascending' })).toEqual(
        [],
      );
      expect((await opened.store.query({ ...entriesOf('service/a', 'ascending'), limit: 10 })).items).toEqual(
        [],
      );
      const delivered: OpsEvent[] = [];
      await opened.drainOutbox(async (event) => void delivered.push(event));
      expect(delivered).toEqual([]);
    });
    it('lets exactly one of many commits on the same version win', async () => {
      const attempts = Array.from({ length: 50 }, (_, i) =>
        opened.store.commit(
          commitOf({
            writes: [putOf(itemFor('a', { version: 2, value: i }))],
            audit: [draftFor('service/a')],
          }),
        ),
      );
      const won = (await Promise.allSettled(attempts)).flatMap(({ status }, i) =>
        status === 'fulfilled' ? [i] : [],
      );
      expect(won).toHaveLength(1);
      expect((await opened.store.get(keyFor('a')))?.value).toBe(won[0]);
      expect(
        (await opened.store.query({ ...entriesOf('service/a', 'ascending'), limit: 100 })).items,
      ).toHaveLength(1);
    });
    it('stores many commits of different records that come at once', async () => {
      const all = Array.from({ length: 150 }, (_, i) => itemFor(`many-${i}`));
      await Promise.all(all.map((item) => opened.store.commit(commitOf({ writes: [putOf(item)] }))));
      expect(await opened.store.getMany(all.slice(0, 100).map((item) => item.key))).toEqual(
        all.slice(0, 100),
      );
      expect(await opened.store.getMany(all.slice(100).map((item) => item.key))).toEqual(all.slice(100));
    });
    it.each([
      ['one record twice', [putOf(second), { kind: 'check', key: keyFor('a'), expect: 1 } as const]],
      ['more than 90 writes', Array.from({ length: 91 }, (_, i) => putOf(itemFor(`n${i}`)))],
    ])('refuses a commit with %s, which DynamoDB could not store', async (_what, writes) => {
      await expect(opened.store.commit(commitOf({ writes }))).rejects.toMatchObject({
        code: 'internal.error',
      });
      expect((await opened.store.get(keyFor('a')))?.version).toBe(1);
    });
    it('refuses a deletion beside an audit entry, which roles may not do', async () => {
      const refused = commitOf({
        writes: [{ kind: 'delete', key: keyFor('a'), expect: 1 }],
        audit: [draftFor('service/a')],
      });
      await expect(opened.store.commit(refused)).rejects.toMatchObject({ code: 'internal.error' });
      expect((await opened.store.get(keyFor('a')))?.version).toBe(1);
    });
    it.each(['', 'a\u0000b', 'a\ud800'])('refuses the key %j', async (pk) => {
      const write = putOf({ ...itemFor('a'), key: { pk, sk: 'CURRENT' } }, 'any');
      await expect(opened.store.commit(commitOf({ writes: [write] }))).rejects.toMatchObject({
        code: 'request.invalid',
      });
    });
  });
}
