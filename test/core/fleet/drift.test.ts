import type { RevisionContent } from '../../../core/contract/service-spec.ts';
import { withDriftReverted } from '../../../core/fleet/answer-drift.ts';
import { isDriftFight } from '../../../core/fleet/drift-fight.ts';
import { contentHashOf } from '../../../core/fleet/revision.ts';
import { next } from './next.ts';
import { at, atRest, change, service, spec, ulid, V1 } from './records.ts';
import { type Present, picture, quiet, rolling, running } from './sights.ts';

/** Revision 1 with something changed by hand. */
function byHand(more: Partial<RevisionContent>): Present {
  const content = { ...V1.content, ...more };
  const contentHash = contentHashOf(content);
  return running(V1, 1, {
    content,
    contentHash,
    healthyByContent: { [contentHash]: 2 },
    setBy: { desiredCount: 'dev', content: 'mallory' },
  });
}

describe('content that somebody else changed', () => {
  const secret = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db';
  const fields: readonly [string, Partial<RevisionContent>, string, string][] = [
    ['image', { image: 'govlab/other:v9' }, 'image=govlab/job-ingest:v1', 'image=govlab/other:v9'],
    ['size', { memoryMiB: 2048 }, 'memoryMiB=1024', 'memoryMiB=2048'],
    ['environment', { environment: { LOG: 'debug' } }, 'LOG=(not set)', 'LOG=debug'],
    ['secrets', { secrets: { DB: secret } }, 'DB=(not set)', `DB=${secret}`],
    ['other', { port: 9090 }, 'port=8080', 'port=9090'],
  ];
  it.each(fields)('is drift of %s, with both values and the actor', (field, more, expected, actual) => {
    const after = next(quiet(byHand(more)));
    expect(after.service.drift).toMatchObject([{ field, expected, actual, actor: 'mallory' }]);
    expect(after.service.driftedContent).toEqual(byHand(more).content);
    expect(after.told).toEqual(['service.drifted']);
    expect(after.kinds).toEqual([]);
    expect(after.service.status).toBe('HEALTHY');
  });

  it('is told field by field', () => {
    const after = next(quiet(byHand({ image: 'govlab/other:v9', environment: { A: '1' } })));
    expect(after.service.drift.map(({ field }) => field)).toEqual(['image', 'environment']);
  });

  it('is drift even where no field that we read differs', () => {
    const after = next(quiet(running(V1, 1, { contentHash: 'f'.repeat(64) })));
    expect(after.service.drift).toMatchObject([{ field: 'other' }]);
  });

  it('is none of it while our own rollout or its way back runs', () => {
    expect(next(picture(rolling())).service.drift).toEqual([]);
    expect(next(picture(running(V1, 2))).service.drift).toEqual([]);
  });

  it('is drift during a rollout too, when it is neither end of it', () => {
    const other = byHand({ image: 'govlab/other:v9' });
    const after = next(picture({ ...other, generation: 2 }));
    expect(after.service.drift).toMatchObject([{ field: 'image', actual: 'image=govlab/other:v9' }]);
  });

  it('is cleared when it is gone', () => {
    const drifted = next(quiet(byHand({ port: 9090 }))).service;
    const after = next(quiet(running(V1, 1), drifted));
    expect(after.service).toMatchObject({ drift: [], driftedContent: undefined });
    expect(after.told).toEqual(['service.drift-cleared']);
  });
});

describe('a service that reverts drift by itself', () => {
  const reverting = { spec: spec('govlab/job-ingest:v1', { onDrift: 'revert' }) };

  it('asks for one change, in the name of the reconciler', () => {
    const after = next(quiet(byHand({ port: 9090 }), reverting));
    expect(after.actions).toMatchObject([
      {
        kind: 'requestChange',
        request: {
          target: { kind: 'service', name: 'job-ingest' },
          intent: { kind: 'drift', field: 'other', answer: 'revert' },
          requestedBy: { sub: 'reconciler' },
        },
      },
    ]);
    const open = change({ id: ulid(5), kind: 'drift' }, { kind: 'drift', field: 'other', answer: 'revert' });
    expect(next(quiet(byHand({ port: 9090 }), reverting, { changes: [open] })).kinds).toEqual([]);
  });

  it('stops at the third revert within 30 minutes and names both who fight', () => {
    const twice = [at(-20), at(-10)].map((moment) => ({ field: 'other' as const, at: moment }));
    expect(next(quiet(byHand({ port: 9090 }), { ...reverting, driftReverts: twice })).kinds).toEqual([
      'requestChange',
    ]);
    const thrice = [...twice, { field: 'other' as const, at: at(0) }];
    const after = next(quiet(byHand({ port: 9090 }), { ...reverting, driftReverts: thrice }));
    expect(after.kinds).toEqual([]);
    expect(after.service.drift).toMatchObject([
      { field: 'other', fight: true, revertsAt: [at(-20), at(-10), at(0)] },
    ]);
    expect(after.happenings.at(1)).toMatchObject({
      action: 'service.drift-fought',
      detail: { code: 'DRIFT_FIGHT', actors: ['reconciler', 'mallory'] },
    });
    expect(after.service).toMatchObject({
      status: 'BLOCKED',
      statusReason: expect.stringMatching(/reconciler and mallory/),
    });
  });

  it('does not take the fight up again when the half hour is over', () => {
    const fighting = next(
      quiet(byHand({ port: 9090 }), {
        ...reverting,
        driftReverts: [at(1), at(2), at(3)].map((moment) => ({ field: 'other', at: moment })),
      }),
    ).service;
    const later = { ...quiet(byHand({ port: 9090 }), fighting), now: at(60) };
    expect(next(later).kinds).toEqual([]);
    expect(next(later).service.drift[0]?.fight).toBe(true);
  });
});

describe('answering drift with revert', () => {
  it('calls the platform’s task count ours, so that it is replaced, and remembers the revert', () => {
    const drift = [
      {
        field: 'desiredCount' as const,
        expected: '2',
        actual: '9',
        actor: 'm',
        since: at(0),
        revertsAt: [],
        fight: false,
      },
    ];
    const after = withDriftReverted(atRest({ drift }), 'desiredCount', at(5));
    expect(after).toMatchObject({
      appliedCount: 9,
      generation: 1,
      version: 5,
      driftReverts: [{ field: 'desiredCount', at: at(5) }],
    });
  });

  it('leaves content to its rollout, which remembers the revert when the platform takes it', () => {
    expect(withDriftReverted(atRest(), 'image', at(5))).toEqual(atRest());
    const revert = change({ kind: 'drift' }, { kind: 'drift', field: 'image', answer: 'revert' });
    const old = [
      { field: 'image' as const, at: at(-40) },
      { field: 'size' as const, at: at(-10) },
    ];
    const begun = next(picture(rolling(), { changes: [revert], service: service({ driftReverts: old }) }));
    expect(begun.service.driftReverts).toEqual([
      { field: 'size', at: at(-10) },
      { field: 'image', at: at(5) },
    ]);
    expect(next(picture(rolling(), begun)).service.driftReverts).toHaveLength(2);
  });

  const cases: readonly [readonly number[], boolean][] = [
    [[], false],
    [[0, 10], false],
    [[0, 10, 20], true],
    [[-31, 10, 20], false],
    [[-30, 0, 0], true],
  ];
  it.each(cases)('reverts at minutes %j are a fight at minute 0..: %s', (minutes, fight) => {
    expect(isDriftFight({ revertsAt: minutes.map(at) }, at(0))).toBe(fight);
  });
});
