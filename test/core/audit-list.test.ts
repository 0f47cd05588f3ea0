import { verifyStream } from '../../core/audit/chain.ts';
import { exportAudit } from '../../core/audit/export-audit.ts';
import { type AuditFilter, listAudit } from '../../core/audit/list-audit.ts';
import type { AuditEntry } from '../../core/contract/audit.ts';
import { auditEntryKey } from '../../core/store/records/audit.ts';
import { draftFor } from '../adapters/store-examples.ts';
import { AuditWorld } from './audit-world.ts';

let world: AuditWorld;
beforeEach(async () => {
  world = await AuditWorld.open();
});

async function pages(filter: Partial<AuditFilter>): Promise<AuditEntry[][]> {
  const found: AuditEntry[][] = [];
  let cursor: string | undefined;
  do {
    const page = await listAudit(world, { limit: 50, ...filter, ...(cursor !== undefined && { cursor }) });
    found.push([...page.items]);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

describe('listing the audit trail', () => {
  const people = ['ana', 'ben', 'ana', 'dev', 'ana', 'ben', 'ana'];
  beforeEach(async () => {
    for (const [i, sub] of people.entries()) {
      await world.record(
        draftFor(i % 2 === 0 ? 'service/a' : 'service/b', { sub, reason: `${i}`, changeId: `C${i % 3}` }),
      );
    }
  });
  const reasons = async (filter: Partial<AuditFilter>) =>
    (await pages(filter)).flat().map((entry) => entry.reason);

  it('gives all streams together, newest first, in pages that hold each entry once', async () => {
    for (const limit of [1, 2, 3, 7, 8])
      expect(await reasons({ limit })).toEqual(['6', '5', '4', '3', '2', '1', '0']);
  });
  it.each([
    [{ stream: 'service/b' }, ['5', '3', '1']],
    [{ stream: 'service/none' }, []],
    [{ actor: 'ana' }, ['6', '4', '2', '0']],
    [{ actor: 'an' }, []],
    [{ action: 'change.done' }, ['6', '5', '4', '3', '2', '1', '0']],
    [{ action: 'change.failed' }, []],
    [{ changeId: 'C1' }, ['4', '1']],
    [{ stream: 'service/a', actor: 'ana', changeId: 'C0' }, ['6', '0']],
  ])('gives what matches %j, whatever the page size', async (filter, expected) => {
    for (const limit of [1, 2, 50]) expect(await reasons({ ...filter, limit })).toEqual(expected);
  });
  it('refuses a cursor that it did not give', async () => {
    await expect(listAudit(world, { limit: 1, cursor: '!' })).rejects.toMatchObject({
      code: 'request.bad_cursor',
    });
  });
});

describe('looking for rare entries in a long trail', () => {
  it('looks at a bounded number of entries per page and goes on with the cursor', async () => {
    await world.record(draftFor('access', { sub: 'rare' }));
    for (let i = 0; i < 30; i += 1)
      await world.record(...Array.from({ length: 50 }, () => draftFor('access')));
    const found = await pages({ actor: 'rare' });
    expect(found.map((page) => page.length)).toEqual([0, 1]);
  });
});

describe('exporting the audit trail', () => {
  it('gives every entry, stream by stream, oldest first, in chains that hold', async () => {
    for (let i = 0; i < 130; i += 1) await world.record(draftFor('service/b'), draftFor('access'));
    const lines: AuditEntry[] = [];
    for await (const entry of exportAudit(world)) lines.push(entry);
    const [access, service] = [lines.slice(0, 130), lines.slice(130)];
    expect(access).toEqual(await world.entries('access'));
    expect(service).toEqual(await world.entries('service/b'));
    expect(verifyStream(service)).toEqual({
      head: { stream: 'service/b', seq: 130, hash: service.at(-1)?.hash },
    });
  });
  it('stops at an entry that cannot be read, and says where', async () => {
    await world.record(draftFor('access'), draftFor('access'));
    await world.overwrite(auditEntryKey('access', 2), '{"version":1,"value":{}');
    const reading = async () => {
      for await (const entry of exportAudit(world)) expect(entry.seq).toBe(1);
    };
    await expect(reading()).rejects.toMatchObject({
      code: 'internal.error',
      params: auditEntryKey('access', 2),
    });
  });
});
