import fc from 'fast-check';
import { next } from './next.ts';
import { at, atRest, change, service, ulid, V1, V2 } from './records.ts';
import { picture, quiet, rolling, running } from './sights.ts';

const counted = (desiredCount: number, setBy = 'mallory') =>
  running(V1, 1, {
    desiredCount,
    runningCount: desiredCount,
    healthyByContent: { [V1.contentHash]: desiredCount },
    setBy: { desiredCount: setBy, content: 'dev' },
  });

describe('setting the task count', () => {
  it('notes that the platform has what we want', () => {
    const after = next(quiet(counted(3), { desiredCount: 3, appliedCount: 2 }));
    expect(after.service.appliedCount).toBe(3);
    expect(after.kinds).toEqual([]);
    expect(after.told).toEqual([]);
  });

  it('replaces what we set before, naming the decision', () => {
    const scaling = { recentWants: [], lastDecisionId: ulid(70) };
    const { actions } = next(quiet(counted(2), { desiredCount: 3, scaling }));
    expect(actions).toEqual([
      {
        kind: 'setDesiredCount',
        request: { service: 'job-ingest', desiredCount: 3, cause: { actor: 'scaler', decisionId: ulid(70) } },
      },
    ]);
  });

  it('knows its own hand even where a crash kept it from noting the count', () => {
    const after = next(quiet(counted(3, 'scaler'), { desiredCount: 4, appliedCount: 2 }));
    expect(after.kinds).toEqual(['setDesiredCount']);
    expect(after.decisions).toEqual([]);
  });

  it('scales while a rollout is in flight too', () => {
    const after = next(picture(rolling(), { service: service({ desiredCount: 3 }) }));
    expect(after.kinds).toEqual(['setDesiredCount']);
  });

  it('never sends a count outside the approved bounds', () => {
    const after = next(quiet(counted(4), { desiredCount: 9, appliedCount: 4 }));
    expect(after.service.desiredCount).toBe(4);
    expect(after.decisions).toMatchObject([{ from: 9, to: 4, trigger: 'observed' }]);
    expect(after.kinds).toEqual([]);
  });
});

describe('a task count that somebody else set', () => {
  it('inside the bounds is taken over as a decision and is no drift', () => {
    const after = next(quiet(counted(3)));
    expect(after.service).toMatchObject({ desiredCount: 3, appliedCount: 3, drift: [], status: 'HEALTHY' });
    expect(after.service.scaling).toMatchObject({ lastOutAt: at(5), lastDecisionId: ulid(901) });
    expect(after.decisions).toMatchObject([
      {
        trigger: 'observed',
        outcome: 'SCALED_OUT',
        from: 2,
        to: 3,
        because: 'mallory set the task count to 3, which is inside 2 to 4.',
      },
    ]);
    expect(after.told).toEqual(['service.scaled']);
    expect(after.kinds).toEqual([]);
  });

  it('outside the bounds is drift with its actor, reported and not fought', () => {
    const after = next(quiet(counted(9)));
    expect(after.service.drift).toEqual([
      {
        field: 'desiredCount',
        expected: '2',
        actual: '9',
        actor: 'mallory',
        since: at(5),
        revertsAt: [],
        fight: false,
      },
    ]);
    expect(after.service.desiredCount).toBe(2);
    expect(after.told).toEqual(['service.drifted']);
    expect(after.kinds).toEqual([]);
    expect(next({ ...quiet(counted(9)), records: after }).told).toEqual([]);
  });

  it('stays drift when the scaler wants another count meanwhile', () => {
    const drifted = next(quiet(counted(9))).service;
    const after = next(quiet(counted(9), { ...drifted, desiredCount: 3 }));
    expect(after.kinds).toEqual([]);
    expect(after.service.drift[0]?.expected).toBe('3');
  });

  it('is set back after a person answered revert, and that is told', () => {
    const drifted = next(quiet(counted(9))).service;
    const answered = { ...drifted, appliedCount: 9 };
    const revert = change(
      { id: ulid(5), kind: 'drift' },
      { kind: 'drift', field: 'desiredCount', answer: 'revert' },
    );
    const { actions, told, changes } = next(quiet(counted(9), answered, { changes: [revert] }));
    expect(actions).toMatchObject([
      { request: { desiredCount: 2, cause: { actor: 'scaler', changeId: ulid(5) } } },
    ]);
    expect(changes[0]?.status).toBe('EXECUTING');
    expect(told).toEqual(['service.drift-cleared']);
    const settled = next(quiet(counted(2), { ...answered, drift: [] }, { changes: [revert] }));
    expect(settled.changes[0]?.status).toBe('DONE');
  });
});

describe('whatever the counts', () => {
  const count = fc.integer({ min: 0, max: 12 });

  it('only ever asks for a count inside the bounds, and asks nothing once it holds', () => {
    fc.assert(
      fc.property(count, count, count, fc.constantFrom('scaler', 'mallory'), (seen, wanted, applied, by) => {
        const after = next(quiet(counted(seen, by), { desiredCount: wanted, appliedCount: applied }));
        for (const action of after.actions)
          if (action.kind === 'setDesiredCount') {
            expect(action.request.desiredCount).toBeGreaterThanOrEqual(2);
            expect(action.request.desiredCount).toBeLessThanOrEqual(4);
          }
        const held = next(quiet(counted(after.service.desiredCount), after.service));
        expect(held.kinds).toEqual([]);
      }),
    );
  });

  it('records nothing twice', () => {
    fc.assert(
      fc.property(count, count, count, (seen, wanted, applied) => {
        const once = next(quiet(counted(seen), { desiredCount: wanted, appliedCount: applied }));
        const twice = next(quiet(counted(seen), once.service));
        expect(twice.service).toEqual(once.service);
        expect(twice.told).toEqual([]);
        expect(twice.decisions).toEqual([]);
      }),
    );
  });
});

describe('a service that is gone or going', () => {
  it('is not scaled', () => {
    expect(next(quiet(counted(2), { status: 'RETIRED' })).kinds).toEqual([]);
    expect(next(picture(running(V2, 2, { status: 'DRAINING' }), { service: atRest() })).kinds).toEqual([]);
  });
});
