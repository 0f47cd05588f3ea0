import { liveMessages } from '../../core/api/live-messages.ts';
import { liveTokenOf } from '../../core/contract/live-protocol.ts';
import { auditHeadItem, auditStreamOf } from '../../core/store/records/audit.ts';

const mark = (pk: string, version: number, sk = 'CURRENT') => ({ key: { pk, sk }, version });

describe('what pages are told of stored items', () => {
  it.each([
    ['a service', mark('SERVICE#a1', 3), { kind: 'service', id: 'a1', version: 3 }],
    ['a change', mark('CHANGE#c1', 2), { kind: 'change', id: 'c1', version: 2 }],
    ['an approval', mark('APPROVAL#c1', 1), { kind: 'approval', id: 'c1', version: 1 }],
    ['a job', mark('JOB#night', 9), { kind: 'job', id: 'night', version: 9 }],
    [
      'a version of a policy',
      mark('POLICY#grant', 4, 'VERSION#0000000001'),
      { kind: 'policy', id: 'grant', version: 4 },
    ],
    [
      'the end of an audit stream',
      auditHeadItem({ stream: 'service/a#1', seq: 7, hash: 'h' }),
      { kind: 'audit', id: 'service/a#1', version: 7 },
    ],
  ])('names %s and its version', (_, item, message) => {
    expect(liveMessages([item])).toEqual([message]);
  });

  it.each([
    ['a decision of a service', mark('SERVICE#a1', 1, 'DECISION#x')],
    ['a run of a job', mark('JOB#night', 1, 'RUN#r')],
    ['an audit entry', mark('AUDIT#service/a1', 1, 'ENTRY#000000000001')],
    ['a lease', mark('LEASE#a1', 1)],
    ['an event of the outbox', mark('OUTBOX#e', 1, 'EVENT')],
    ['an open page', mark('LIVE', 1, 'CONNECTION#x')],
  ])('says nothing of %s', (_, item) => {
    expect(liveMessages([item])).toEqual([]);
  });

  it('tells once what changed twice, as it was stored last', () => {
    const stored = [mark('SERVICE#a1', 3), mark('JOB#night', 1), mark('SERVICE#a1', 4)];
    expect(liveMessages(stored)).toEqual([
      { kind: 'service', id: 'a1', version: 4 },
      { kind: 'job', id: 'night', version: 1 },
    ]);
  });

  it('takes no other item for the end of an audit stream', () => {
    expect(auditStreamOf({ pk: 'SERVICE#a1', sk: 'HEAD' })).toBeUndefined();
    expect(auditStreamOf({ pk: 'AUDIT#a1', sk: 'ENTRY#1' })).toBeUndefined();
  });
});

describe('the token of a live connection', () => {
  it.each([
    ['hms.v1, abc.def.ghi', 'abc.def.ghi'],
    ['hms.v1,abc', 'abc'],
    ['hms.v1', undefined],
    ['hms.v1,', undefined],
    ['hms.v2, abc', undefined],
    ['abc', undefined],
    [undefined, undefined],
  ])('in %j is %j', (header, token) => {
    expect(liveTokenOf(header)).toBe(token);
  });
});
