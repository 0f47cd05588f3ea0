import { find } from '../../core/store/record-type.ts';
import { Budgets } from '../../core/store/records/budgets.ts';
import { AuditWorld } from '../core/audit-world.ts';
import { commitOf, draftFor, itemFor, keyFor, putOf } from './store-examples.ts';

describe('a record that was damaged on the disk', () => {
  it('is reported by the record type that reads it, not taken for absent', async () => {
    const world = await AuditWorld.open();
    await world.overwrite(Budgets.key('grant'), '{"version":1,"value":{"scope":"gra');
    await expect(find(world.store, Budgets, 'grant')).rejects.toMatchObject({ code: 'internal.error' });
  });
  it('is not overwritten by a write that expects to find it, or nothing', async () => {
    const world = await AuditWorld.open();
    await world.store.commit(commitOf({ writes: [putOf(itemFor('a'))] }));
    await world.overwrite(keyFor('a'), '{"version":1,');
    for (const expect of [0, 1]) {
      const write = putOf(itemFor('a', { version: 2 }), expect);
      await expectConflict(world.store.commit(commitOf({ writes: [write] })));
    }
    expect(await world.rowOf(keyFor('a'))).toBe('{"version":1,');
  });
  it('lets no commit be chained to an end of a stream that cannot be read', async () => {
    const world = await AuditWorld.open();
    await world.record(draftFor('access'));
    await world.overwrite({ pk: 'AUDIT#access', sk: 'HEAD' }, 'not JSON');
    await expect(world.record(draftFor('access'))).rejects.toMatchObject({ code: 'internal.error' });
    expect(await world.entries('access')).toHaveLength(1);
  });
});

async function expectConflict(commit: Promise<void>): Promise<void> {
  await expect(commit).rejects.toMatchObject({ code: 'store.conflict' });
}
