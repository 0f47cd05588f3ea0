import { endOf, GENESIS_HASH, verifyStream } from '../../core/audit/chain.ts';
import { AuditEntry } from '../../core/contract/audit.ts';
import type { OpsEvent } from '../../core/contract/events.ts';
import { allHeads, auditHeadKey, entriesOf } from '../../core/store/records/audit.ts';
import type { Commit } from '../../core/store/store.ts';
import { commitOf, draftFor, eventFor } from './store-examples.ts';
import { type OpenedStore, useStore } from './store-fixture.ts';

/** Audit entries that go with a commit are chained. */
export function describeAudit(open: () => Promise<OpenedStore>): void {
  describe('chaining the audit', () => {
    const opened = useStore(open);
    const stream = async (name: string) =>
      (await opened.store.query({ ...entriesOf(name, 'ascending'), limit: 100 })).items.map((item) =>
        AuditEntry.parse(item.value),
      );

    it('numbers and links entries within a commit and across commits, each stream apart', async () => {
      await opened.store.commit(
        commitOf({ audit: [draftFor('service/a'), draftFor('budget/b'), draftFor('service/a')] }),
      );
      await opened.store.commit(commitOf({ audit: [draftFor('service/a'), draftFor('budget/b')] }));
      const [a, b] = [await stream('service/a'), await stream('budget/b')];
      expect(a.map((entry) => entry.seq)).toEqual([1, 2, 3]);
      expect(b.map((entry) => entry.seq)).toEqual([1, 2]);
      expect(a.map((entry) => entry.previousHash)).toEqual([GENESIS_HASH, a[0]?.hash, a[1]?.hash]);
      expect(b.map((entry) => entry.previousHash)).toEqual([GENESIS_HASH, b[0]?.hash]);
      const heads = await opened.store.query({ ...allHeads, limit: 10 });
      expect(heads.items.map((item) => item.value)).toEqual([
        { stream: 'budget/b', seq: 2, hash: b[1]?.hash },
        { stream: 'service/a', seq: 3, hash: a[2]?.hash },
      ]);
    });
    it('links the entries of commits that come at once', async () => {
      await Promise.all(
        Array.from({ length: 40 }, () => opened.store.commit(commitOf({ audit: [draftFor('access')] }))),
      );
      const entries = await stream('access');
      expect(entries.map((entry) => entry.seq)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
      expect(entries.slice(1).every((entry, i) => entry.previousHash === entries[i]?.hash)).toBe(true);
    });
    it.each(['beginning', 'moved', 'still the end', 'invented'])(
      'links to the end that is stored when the end that came with the commit is %s',
      async (handed) => {
        const end = async () => endOf('service/a', await opened.store.getMany([auditHeadKey('service/a')]));
        const write = (heads: Commit['heads']) =>
          opened.store.commit({ ...commitOf({ audit: [draftFor('service/a')] }), ...(heads && { heads }) });
        const beginning = await end();
        await write([beginning]);
        const moved = await end();
        await write(undefined);
        const still = await end();
        const invented = { stream: 'service/a', seq: 7, hash: 'f'.repeat(64) };
        await write([{ beginning, moved, 'still the end': still, invented }[handed] ?? still]);
        const entries = await stream('service/a');
        expect(verifyStream(entries)).toEqual({ head: await end() });
        expect(entries.map((entry) => entry.seq)).toEqual([1, 2, 3]);
      },
    );
  });
}

/** Events that go with a commit are delivered by whoever drains the outbox. */
export function describeOutbox(open: () => Promise<OpenedStore>): void {
  describe('the outbox', () => {
    const opened = useStore(open);
    it('delivers every committed event once, oldest first, also those committed meanwhile', async () => {
      const [first, second, third] = [eventFor('a'), eventFor('b'), eventFor('c')];
      await opened.store.commit(commitOf({ events: [second, first] }));
      const delivered: OpsEvent[] = [];
      await opened.drainOutbox(async (event) => {
        delivered.push(event);
        if (event.id === first.id) await opened.store.commit(commitOf({ events: [third] }));
      });
      expect(delivered).toEqual([second, first, third]);
      await opened.drainOutbox(async (event) => void delivered.push(event));
      expect(delivered).toHaveLength(3);
    });
    it('keeps an event whose delivery failed, and all behind it', async () => {
      await opened.store.commit(commitOf({ events: [eventFor('a'), eventFor('b')] }));
      await expect(opened.drainOutbox(() => Promise.reject(new Error('no route')))).rejects.toThrow(
        'no route',
      );
      const delivered: unknown[] = [];
      await opened.drainOutbox(async (event) => void delivered.push(event.service));
      expect(delivered).toEqual(['a', 'b']);
    });
    it('delivers once when two ask for it at the same time', async () => {
      await opened.store.commit(commitOf({ events: [eventFor('a'), eventFor('b')] }));
      const delivered: unknown[] = [];
      const deliver = async (event: OpsEvent) => void delivered.push(event.service);
      await Promise.all([opened.drainOutbox(deliver), opened.drainOutbox(deliver)]);
      expect(delivered).toEqual(['a', 'b']);
    });
  });
}
