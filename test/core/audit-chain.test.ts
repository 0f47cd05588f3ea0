import fc from 'fast-check';
import { auditDraft, opsEvent } from '../../core/audit/audit-draft.ts';
import { chainDrafts, chainEntry, GENESIS_HASH, verifyStream } from '../../core/audit/chain.ts';
import { AuditEntry } from '../../core/contract/audit.ts';
import { OpsEvent } from '../../core/contract/events.ts';
import { digestOf } from '../../core/digest.ts';
import type { AuditDraft } from '../../core/store/store.ts';
import { draftFor, made } from '../adapters/store-examples.ts';

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\ud800', 'a\\ud800\udfff', '\u0000'),
);
const drafts = fc
  .array(fc.record({ reason: anyText, detail: fc.dictionary(anyText, fc.anything({ maxDepth: 1 })) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((facts) => facts.map((fact): AuditDraft => ({ ...draftFor('service/a'), ...fact })));
const throughJson = (entries: readonly AuditEntry[]) =>
  entries.map((entry) => AuditEntry.parse(JSON.parse(JSON.stringify(entry))));

describe('chaining audit entries', () => {
  it('starts a stream at number 1 behind 64 zeros and seals the entry with the digest of all else', () => {
    const { entry, head } = chainEntry(draftFor('service/a'), undefined);
    const { hash, ...rest } = entry;
    expect(entry).toMatchObject({ seq: 1, previousHash: GENESIS_HASH });
    expect(hash).toBe(digestOf(rest));
    expect(head).toEqual({ stream: 'service/a', seq: 1, hash });
  });
  it('puts the next entry behind the one before it', () => {
    const first = chainEntry(draftFor('service/a'), undefined);
    expect(chainEntry(draftFor('service/a'), first.head).entry).toMatchObject({
      seq: 2,
      previousHash: first.entry.hash,
    });
  });
  it('gives chains that hold after they were stored, whatever people wrote', () => {
    fc.assert(
      fc.property(drafts, (list) => {
        const { entries, heads } = chainDrafts(list, () => undefined);
        expect(verifyStream(throughJson(entries))).toEqual({ head: heads[0] });
      }),
      {
        examples: [
          [[{ ...draftFor('service/a'), detail: JSON.parse('{"a":{"__proto__":1},"__proto__":[]}') }]],
        ],
      },
    );
  });
  it('finds any entry that is taken out of a chain, but for the last, which its end shows', () => {
    fc.assert(
      fc.property(drafts, fc.nat(), (list, n) => {
        const { entries } = chainDrafts(list, () => undefined);
        const gone = n % entries.length;
        const { broken } = verifyStream(entries.toSpliced(gone, 1));
        expect(broken?.seq).toBe(gone === entries.length - 1 ? undefined : gone + 1);
      }),
    );
  });
  it.each([
    ['a number twice', (e: AuditEntry[]) => [e[0], e[0]], 1, /twice/],
    [
      'an entry of another stream',
      (e: AuditEntry[]) => [e[0], { ...e[1], stream: 'access' }],
      2,
      /another stream/,
    ],
    ['another reason', (e: AuditEntry[]) => [e[0], { ...e[1], reason: 'no' }], 2, /altered/],
    [
      'another predecessor',
      (e: AuditEntry[]) => [
        e[0],
        chainEntry(draftFor('service/a'), { stream: 'service/a', seq: 1, hash: GENESIS_HASH }).entry,
      ],
      2,
      /does not follow/,
    ],
  ])('finds %s', (_what, tamper, seq, problem) => {
    const { entries } = chainDrafts([draftFor('service/a'), draftFor('service/a')], () => undefined);
    const tampered = AuditEntry.array().parse(tamper([...entries]));
    expect(verifyStream(tampered).broken).toMatchObject({ seq, problem: expect.stringMatching(problem) });
  });
});

describe('drafting what goes with a commit', () => {
  const actor = { sub: 'ana', kind: 'human' } as const;
  it('gives an audit draft its id and time, and `done` unless told otherwise', () => {
    const facts = {
      stream: 'access',
      actor,
      action: 'access.denied',
      target: 'x',
      correlationId: 'c',
      reason: 'no',
    } as const;
    const draft = auditDraft(made, facts);
    expect(draft).toEqual({
      ...facts,
      id: draft.id,
      at: '2026-01-05T09:00:00.000Z',
      outcome: 'done',
      detail: {},
    });
    expect(
      auditDraft(made, { ...facts, outcome: 'denied', changeId: 'C', decisionId: 'D', detail: { a: 1 } }),
    ).toMatchObject({ outcome: 'denied', changeId: 'C', decisionId: 'D', detail: { a: 1 } });
    expect(AuditEntry.safeParse(chainEntry(draft, undefined).entry).success).toBe(true);
  });
  it('gives an event its id and time, and leaves out what does not apply', () => {
    const event = opsEvent(made, {
      name: 'service.scaled',
      actor,
      correlationId: 'c',
      service: 'a',
      changeId: undefined,
    });
    expect(event).toEqual({
      id: event.id,
      name: 'service.scaled',
      at: '2026-01-05T09:00:00.000Z',
      actor: 'ana',
      correlationId: 'c',
      service: 'a',
    });
    expect(Object.keys(event)).not.toContain('changeId');
    expect(OpsEvent.safeParse(event).success).toBe(true);
  });
});
