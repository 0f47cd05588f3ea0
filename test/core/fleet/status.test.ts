import type { Service } from '../../../core/contract/service.ts';
import { alarmRulesDigest } from '../../../core/fleet/alarms-differ.ts';
import type { ObservedService } from '../../../core/fleet/compute.ts';
import { isAtRest } from '../../../core/fleet/is-at-rest.ts';
import { next } from './next.ts';
import { at, atRest, deployment, V1 } from './records.ts';
import { MISSING, quiet, rollout, running, stopped } from './sights.ts';

const healthy = (count: number, more = {}) =>
  running(V1, 1, { runningCount: count, healthyByContent: { [V1.contentHash]: count }, ...more });
const crashed = (n: number) =>
  stopped(n, {
    contentHash: V1.contentHash,
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    exitCode: 1,
  });

describe('the status of a service', () => {
  const cases: readonly [string, ObservedService, Partial<Service>, Service['status'], RegExp][] = [
    ['all run', healthy(2), {}, 'HEALTHY', /^2 of 2 tasks run\.$/],
    ['one is below min', healthy(1, { pendingCount: 1 }), {}, 'DEGRADED', /^Only 1 of 2 tasks run\.$/],
    ['none runs', healthy(0), {}, 'DEGRADED', /^Only 0 of 2 tasks run/],
    [
      'more are starting',
      healthy(2, { desiredCount: 3, pendingCount: 1 }),
      { desiredCount: 3, appliedCount: 3 },
      'HEALTHY',
      /1 more to start/,
    ],
    [
      'below desired, none coming',
      healthy(2, { desiredCount: 3 }),
      { desiredCount: 3, appliedCount: 3 },
      'DEGRADED',
      /Only 2 of 3/,
    ],
    [
      'they crash and come back',
      healthy(2, { desiredCount: 3, pendingCount: 1, stoppedTasks: [crashed(4), crashed(3), crashed(2)] }),
      { desiredCount: 3, appliedCount: 3 },
      'DEGRADED',
      /ended by itself with exit code 1/,
    ],
    [
      'the platform rolls out by itself',
      healthy(2, { deployment: rollout({ targetContentHash: V1.contentHash }) }),
      {},
      'DEPLOYING',
      /rolling out/,
    ],
    ['it vanished', MISSING, {}, 'DEGRADED', /created again/],
    ['it never ran', healthy(0), { succeededRevisions: [] }, 'FAILED', /Nothing runs/],
  ];
  it.each(cases)('%s', (_, observed, more, status, words) => {
    const after = next(quiet(observed, more));
    expect(after.service.status).toBe(status);
    expect(after.service.statusReason).toMatch(words);
  });

  it('keeps the cause of the last failed rollout readable until another one succeeds', () => {
    const failed = deployment({ status: 'ROLLED_BACK', statusReason: 'The image cannot be pulled.' });
    const after = next({ ...quiet(healthy(2)), last: failed });
    expect(after.service).toMatchObject({
      status: 'HEALTHY',
      statusReason: '2 of 2 tasks run. Revision 2 was rolled back: The image cannot be pulled.',
    });
    const better = deployment({ status: 'SUCCEEDED', statusReason: 'Revision 3 runs.' });
    expect(next({ ...quiet(healthy(2)), last: better }).service.statusReason).toBe('2 of 2 tasks run.');
  });

  it('is told once when it changes', () => {
    const after = next(quiet(healthy(1)));
    expect(after.happenings).toMatchObject([
      { action: 'service.status-changed', detail: { from: 'HEALTHY', to: 'DEGRADED' } },
    ]);
    expect(next(quiet(healthy(1), after.service)).told).toEqual([]);
  });

  it('creates again what vanished', () => {
    expect(next(quiet(MISSING)).kinds).toEqual(['create']);
  });
});

describe('a service at rest', () => {
  const seen = {
    observed: { running: 2, healthy: 2, pending: 0, desired: 2, generation: 1, at: at(0) },
    alarmRules: alarmRulesDigest(atRest()),
  };
  const cases: readonly [string, Partial<Service>, ObservedService, boolean][] = [
    ['runs as wanted', seen, healthy(2), true],
    ['retired', { status: 'RETIRED' }, MISSING, true],
    ['vanished', seen, MISSING, false],
    ['a task is missing', seen, healthy(1), false],
    ['another count is wanted', { ...seen, desiredCount: 3 }, healthy(2), false],
    ['another generation', { ...seen, generation: 2 }, healthy(2), false],
    ['another content', seen, healthy(2, { contentHash: 'f'.repeat(64) }), false],
    ['a rollout runs', seen, healthy(2, { deployment: rollout() }), false],
    ['a deployment is recorded', { ...seen, deploymentId: deployment().id }, healthy(2), false],
    ['it is degraded', { ...seen, status: 'DEGRADED' }, healthy(2), false],
    ['nothing was noted yet', {}, healthy(2), false],
    ['new bounds need other alarms', { ...seen, bounds: { min: 1, max: 4 } }, healthy(2), false],
  ];
  it.each(cases)('%s', (_, more, observed, rests) => {
    expect(isAtRest(atRest(more), observed)).toBe(rests);
  });

  it('has nothing recorded and nothing done', () => {
    const before = next(quiet(healthy(2))).service;
    const after = next(quiet(healthy(2), before));
    expect(after.service).toEqual(before);
    expect([...after.kinds, ...after.told]).toEqual([]);
  });
});
