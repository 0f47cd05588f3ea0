import type { AuditAnchor } from '../../core/ports.ts';

const head = (stream: string, seq: number) => ({ stream, seq, hash: `${stream}-${seq}`.padEnd(64, '0') });

/** Two anchors, the second of which holds more. */
export const FIRST = {
  at: '2026-01-05T09:00:00.000Z',
  heads: [head('access', 1), head('service/a', 4)],
};
export const SECOND = {
  at: '2026-01-05T10:00:00.000Z',
  heads: [head('access', 1), head('service/a', 9), head('service/b', 1)],
};

/** The promises that every adapter of the `AuditAnchor` port keeps. `open` gives an empty one. */
export function describeAuditAnchor(name: string, open: () => Promise<AuditAnchor>): void {
  describe(`${name}: anchors of the audit trail`, () => {
    let anchor: AuditAnchor;
    beforeEach(async () => {
      anchor = await open();
    });

    it('are none before the first', async () => {
      expect(await anchor.latest()).toBeUndefined();
    });

    it('come back whole', async () => {
      await anchor.write(FIRST);
      expect(await anchor.latest()).toEqual(FIRST);
    });

    it('give way to a newer one, with every stream there is', async () => {
      await anchor.write(FIRST);
      await anchor.write(SECOND);
      expect(await anchor.latest()).toEqual(SECOND);
    });

    it('stay the same when one is written twice', async () => {
      await anchor.write(FIRST);
      await anchor.write(FIRST);
      expect(await anchor.latest()).toEqual(FIRST);
    });

    it('hold streams whose names and hashes are of other alphabets', async () => {
      const strange = { at: SECOND.at, heads: [head('service/ü ≠ u "', 1)] };
      await anchor.write(strange);
      expect(await anchor.latest()).toEqual(strange);
    });

    it('may hold no stream at all', async () => {
      const empty = { at: FIRST.at, heads: [] };
      await anchor.write(empty);
      expect(await anchor.latest()).toEqual(empty);
    });
  });
}
