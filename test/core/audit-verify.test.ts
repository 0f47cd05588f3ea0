import fc from 'fast-check';
import { anchorAudit } from '../../core/audit/anchor-audit.ts';
import { chainDrafts } from '../../core/audit/chain.ts';
import { verifyAudit } from '../../core/audit/verify-audit.ts';
import { auditEntryKey, auditHeadKey } from '../../core/store/records/audit.ts';
import { draftFor } from '../adapters/store-examples.ts';
import { AuditWorld } from './audit-world.ts';

const STREAMS = ['access', 'service/a', 'service/b'];
const EACH = 7;

describe('verifying the audit trail', () => {
  let world: AuditWorld;
  beforeEach(async () => {
    world = await AuditWorld.open();
    for (let i = 1; i <= EACH; i += 1) {
      await world.record(...STREAMS.map((stream) => draftFor(stream, { reason: `reason ${i}` })));
    }
  });
  const brokenAt = (stream: string, seq: number, problem: RegExp) => ({
    ok: false,
    firstBroken: { stream, seq, problem: expect.stringMatching(problem) },
  });

  it('finds a whole trail whole and counts it', async () => {
    expect(await verifyAudit(world)).toEqual({ ok: true, entries: 21, streams: 3 });
  });
  it('finds an empty trail whole', async () => {
    expect(await verifyAudit(await AuditWorld.open())).toEqual({ ok: true, entries: 0, streams: 0 });
  });
  it('says what it was compared with once it is anchored, and grows past the anchor', async () => {
    await anchorAudit(world);
    await world.record(draftFor('service/a'), draftFor('service/new'));
    const at = '2026-01-05T12:00:00.000Z';
    expect(await verifyAudit(world)).toEqual({ ok: true, entries: 23, streams: 4, anchoredAt: at });
  });
  it('goes over many pages', async () => {
    for (let i = 0; i < 260; i += 1) await world.record(draftFor('service/long'));
    expect(await verifyAudit(world)).toEqual({ ok: true, entries: 281, streams: 4 });
    await world.erase(auditEntryKey('service/long', 201));
    expect(await verifyAudit(world)).toMatchObject(brokenAt('service/long', 201, /missing/));
  });
  it('verifies entries that are committed while it reads', async () => {
    const verifying = verifyAudit(world);
    await Promise.all(
      Array.from({ length: 100 }, () => world.record(draftFor('access'), draftFor('service/b'))),
    );
    expect(await verifying).toMatchObject({ ok: true });
  });

  it('finds any flipped bit of any entry at its record', async () => {
    const place = fc.record({
      stream: fc.constantFrom(...STREAMS),
      seq: fc.integer({ min: 1, max: EACH }),
      where: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      bit: fc.integer({ min: 0, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(place, async ({ stream, seq, where, bit }) => {
        const key = auditEntryKey(stream, seq);
        const whole = await world.rowOf(key);
        const bytes = Buffer.from(whole);
        const at = Math.floor(where * bytes.length);
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        await world.overwrite(key, bytes.toString());
        const found = await verifyAudit(world);
        await world.overwrite(key, whole);
        expect(found).toMatchObject({ ok: false, firstBroken: { stream, seq } });
      }),
      { numRuns: 300 },
    );
    expect(await verifyAudit(world)).toMatchObject({ ok: true });
  });
  it('finds a flipped bit of an end at its stream', async () => {
    const key = auditHeadKey('service/a');
    const whole = await world.rowOf(key);
    for (let at = 0; at < whole.length; at += 1) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      await world.overwrite(key, bytes.toString());
      const { ok, firstBroken } = await verifyAudit(world);
      expect({ at, ok, stream: firstBroken?.stream }).toEqual({ at, ok: false, stream: 'service/a' });
    }
  });
  it('names the first of several broken records: by stream, then by number', async () => {
    for (const [stream, seq] of [
      ['service/b', 1],
      ['service/a', 6],
      ['service/a', 3],
    ] as const) {
      const key = auditEntryKey(stream, seq);
      await world.overwrite(key, (await world.rowOf(key)).replace('reason ', 'Reason '));
    }
    const [, , third] = await world.entries('service/a');
    expect(await verifyAudit(world)).toMatchObject(brokenAt('service/a', 3, /altered/));
    expect((await verifyAudit(world)).firstBroken?.id).toBe(third?.id);
  });

  it('finds a deleted entry', async () => {
    await world.erase(auditEntryKey('service/a', 4));
    expect(await verifyAudit(world)).toMatchObject(brokenAt('service/a', 4, /missing/));
  });
  it('finds a deleted first entry', async () => {
    await world.erase(auditEntryKey('access', 1));
    expect(await verifyAudit(world)).toMatchObject(brokenAt('access', 1, /missing/));
  });
  it('finds a stream whose last entries were deleted', async () => {
    for (const seq of [6, 7]) await world.erase(auditEntryKey('service/b', seq));
    expect(await verifyAudit(world)).toMatchObject(brokenAt('service/b', 6, /last entries/));
  });
  it('finds a stream whose end was deleted', async () => {
    await world.erase(auditHeadKey('service/b'));
    expect(await verifyAudit(world)).toMatchObject(brokenAt('service/b', 7, /end of the stream/));
  });
  it('finds an entry that was replaced together with its own hash', async () => {
    const entries = await world.entries('service/a');
    const forged = entries.map((entry, i) => (i === 2 ? { ...entry, reason: 'another story' } : entry));
    const { entries: rehashed } = chainDrafts(forged.slice(0, 3).map(asDraft), () => undefined);
    await overwriteEntry('service/a', 3, rehashed[2]);
    expect(await verifyAudit(world)).toMatchObject(brokenAt('service/a', 4, /does not follow/));
  });
  it('finds entries in another order', async () => {
    const [first, second] = [
      await world.rowOf(auditEntryKey('access', 1)),
      await world.rowOf(auditEntryKey('access', 2)),
    ];
    await world.overwrite(auditEntryKey('access', 1), second);
    await world.overwrite(auditEntryKey('access', 2), first);
    expect(await verifyAudit(world)).toMatchObject(brokenAt('access', 1, /altered/));
  });
  it('finds a whole stream that was rewritten consistently, by the anchor', async () => {
    await anchorAudit(world);
    await rewrite('service/a', 7);
    expect(await verifyAudit(world)).toMatchObject(brokenAt('service/a', 7, /rewritten.*anchored/));
  });
  it('finds a stream that was truncated consistently, by the anchor', async () => {
    await anchorAudit(world);
    await rewrite('service/a', 5, (reason) => reason);
    expect(await verifyAudit(world)).toMatchObject(brokenAt('service/a', 6, /anchored are gone/));
  });
  it('finds that everything was deleted, by the anchor', async () => {
    await anchorAudit(world);
    await world.eraseAll();
    expect(await verifyAudit(world)).toMatchObject({
      ...brokenAt('access', 1, /anchored are gone/),
      entries: 0,
      streams: 3,
    });
  });

  /** Writes the first `length` entries of a stream anew, as somebody who knows the format could. */
  async function rewrite(
    stream: string,
    length: number,
    story = (reason: string) => `${reason}, or so they say`,
  ) {
    const drafts = (await world.entries(stream)).map(asDraft);
    for (let seq = 1; seq <= EACH; seq += 1) await world.erase(auditEntryKey(stream, seq));
    await world.erase(auditHeadKey(stream));
    await world.record(
      ...drafts.slice(0, length).map((draft) => ({ ...draft, reason: story(draft.reason) })),
    );
  }

  async function overwriteEntry(stream: string, seq: number, entry: unknown) {
    const row = JSON.parse(await world.rowOf(auditEntryKey(stream, seq)));
    await world.overwrite(auditEntryKey(stream, seq), JSON.stringify({ ...row, value: entry }));
  }
});

describe('anchoring the audit trail', () => {
  let world: AuditWorld;
  beforeEach(async () => {
    world = await AuditWorld.open();
    await world.record(draftFor('access'), draftFor('access'), draftFor('service/a'));
  });

  it('keeps the ends of all streams, and again only when they grew', async () => {
    const at = '2026-01-05T12:00:00.000Z';
    expect(await anchorAudit(world)).toEqual({ kind: 'anchored', at, streams: 2 });
    const heads = (await world.anchor.latest())?.heads ?? [];
    expect(heads.map(({ stream, seq }) => [stream, seq])).toEqual([
      ['access', 2],
      ['service/a', 1],
    ]);
    world.wait(300);
    expect(await anchorAudit(world)).toEqual({ kind: 'unchanged' });
    await world.record(draftFor('service/b'));
    expect(await anchorAudit(world)).toEqual({
      kind: 'anchored',
      at: '2026-01-05T12:05:00.000Z',
      streams: 3,
    });
  });
  it('waits four minutes between two anchors, so that a five minutes turn that is early is not skipped', async () => {
    await anchorAudit(world);
    await world.record(draftFor('service/b'));
    world.wait(239);
    expect(await anchorAudit(world)).toEqual({ kind: 'recent' });
    world.wait(1);
    expect(await anchorAudit(world)).toMatchObject({ kind: 'anchored', streams: 3 });
  });
  it('has nothing to anchor in an empty store', async () => {
    expect(await anchorAudit(await AuditWorld.open())).toEqual({ kind: 'unchanged' });
  });
  it('refuses to anchor a stream that was rewritten, keeps the proof and logs it', async () => {
    await anchorAudit(world);
    const proof = await world.anchor.latest();
    await world.eraseAll();
    await world.record(draftFor('access'), draftFor('access'), draftFor('access'), draftFor('service/a'));
    world.wait(300);
    expect(await anchorAudit(world)).toEqual({ kind: 'refused', stream: 'access', seq: 2 });
    expect(await world.anchor.latest()).toEqual(proof);
    expect(world.logged.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'error', event: 'audit.anchor-refused', stream: 'access', seq: 2 },
    ]);
  });
});

function asDraft<E extends { seq: number; hash: string; previousHash: string }>({
  seq: _s,
  hash: _h,
  previousHash: _p,
  ...draft
}: E) {
  return draft;
}
