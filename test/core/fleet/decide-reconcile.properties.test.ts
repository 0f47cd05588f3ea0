import fc from 'fast-check';
import type { Deployment } from '../../../core/contract/service.ts';
import type { Action } from '../../../core/fleet/actions.ts';
import type { Cause, ObservedDeployment, ObservedService } from '../../../core/fleet/compute.ts';
import { next } from './next.ts';
import { approval, deployment, service, ulid, V1, V2 } from './records.ts';
import { MISSING, picture, quiet, rollout, running, stopped } from './sights.ts';

const count = fc.integer({ min: 0, max: 6 });
const PLATFORM: readonly ObservedDeployment['status'][] = [
  'PENDING',
  'IN_PROGRESS',
  'SUCCESSFUL',
  'STOPPED',
  'STOP_REQUESTED',
  'ROLLBACK_REQUESTED',
  'ROLLBACK_IN_PROGRESS',
  'ROLLBACK_SUCCESSFUL',
  'ROLLBACK_FAILED',
];
const MOVING: readonly Deployment['status'][] = [
  'PREPARING',
  'ROLLING_OUT',
  'PAUSED',
  'BAKING',
  'ROLLING_BACK',
];

const platformRollout = fc.record({
  status: fc.constantFrom(...PLATFORM),
  stage: fc.constantFrom('', 'SCALE_UP', 'BAKE_TIME', 'CLEAN_UP'),
  targetContentHash: fc.constantFrom(V1.contentHash, V2.contentHash, 'f'.repeat(64)),
  paused: fc.boolean(),
});

/** Anything that a platform might show of the service, sensible or not. */
const sights: fc.Arbitrary<ObservedService> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(MISSING) },
  {
    weight: 9,
    arbitrary: fc
      .record({
        of: fc.constantFrom(V1, V2),
        contentHash: fc.constantFrom(V1.contentHash, V2.contentHash, 'f'.repeat(64)),
        generation: fc.integer({ min: 0, max: 3 }),
        desiredCount: count,
        healthy: fc.tuple(count, count),
        status: fc.constantFrom('ACTIVE' as const, 'DRAINING' as const),
        rollout: fc.option(platformRollout, { nil: undefined }),
        stops: fc.integer({ min: 0, max: 3 }),
      })
      .map(({ of, healthy: [one, two], rollout: seen, stops, ...more }) =>
        running(of, more.generation, {
          ...more,
          runningCount: one + two,
          healthyByContent: { [V1.contentHash]: one, [V2.contentHash]: two },
          stoppedTasks: Array.from({ length: stops }, (_, i) => stopped(i + 1)),
          ...(seen && { deployment: rollout({ ...seen, ...(seen.paused && { pausedHookId: 'hook-1' }) }) }),
        }),
      ),
  },
);

const pictures = fc
  .record({
    observed: sights,
    status: fc.constantFrom(...MOVING),
    first: fc.boolean(),
    asked: fc.option(fc.constantFrom('PENDING' as const, 'APPROVED' as const, 'REJECTED' as const), {
      nil: undefined,
    }),
    inFlight: fc.boolean(),
    desiredCount: count,
  })
  .map(({ observed, status, first, asked, inFlight, desiredCount }) => {
    if (!inFlight) return quiet(observed, { desiredCount });
    const question = asked && { promotionApprovalId: ulid(50), hookId: 'hook-1' };
    return picture(observed, {
      service: service({ desiredCount, ...(first && { succeededRevisions: [] }) }),
      deployment: deployment({ status, ...question, ...(first && { fromRevision: undefined }) }),
      approvals: asked ? [approval({ status: asked })] : [],
    });
  });

describe('reconciling, whatever is seen', () => {
  it('comes to rest: looking again at the same platform records nothing more and asks for the same', () => {
    fc.assert(
      fc.property(pictures, (seen) => {
        const once = next(seen);
        const last = once.deployment?.endedAt === undefined ? seen.last : once.deployment;
        const ended = once.service.deploymentId === undefined;
        const records = { ...once, deployment: ended ? undefined : once.deployment };
        const twice = next({ ...seen, records, last });
        expect(twice.told).toEqual([]);
        expect(twice.service).toEqual(once.service);
        expect(twice.kinds).toEqual(once.kinds);
      }),
      { numRuns: 500 },
    );
  });

  it('never lets a service leave its bounds', () => {
    fc.assert(
      fc.property(pictures, (seen) => {
        const { desiredCount } = next(seen).service;
        expect(desiredCount).toBeGreaterThanOrEqual(2);
        expect(desiredCount).toBeLessThanOrEqual(4);
      }),
    );
  });

  it('never sends a task count with a rollout', () => {
    fc.assert(
      fc.property(pictures, (seen) => {
        const rollouts = next(seen).actions.filter(({ kind }) => kind === 'rollOut');
        expect(JSON.stringify(rollouts)).not.toContain('desiredCount');
      }),
    );
  });

  it('ends a change exactly when its deployment ends', () => {
    fc.assert(
      fc.property(pictures, (seen) => {
        const { deployment: after, changes } = next(seen);
        if (!after) return;
        const ended = ['SUCCEEDED', 'ROLLED_BACK', 'FAILED'].includes(after.status);
        expect(['DONE', 'FAILED', 'REVERTED'].includes(changes[0]?.status ?? '')).toBe(ended);
      }),
    );
  });

  it('names exactly one change or decision as the cause of what it does', () => {
    fc.assert(
      fc.property(pictures, (seen) => {
        for (const cause of next(seen)
          .actions.map(causeOf)
          .filter((one) => one !== undefined))
          expect([cause.changeId, cause.decisionId].filter((id) => id !== undefined)).toHaveLength(1);
      }),
    );
  });
});

function causeOf(action: Action): Cause | undefined {
  if ('cause' in action) return action.cause;
  return 'request' in action && 'cause' in action.request ? action.request.cause : undefined;
}
