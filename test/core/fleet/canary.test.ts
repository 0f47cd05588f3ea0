import type { Deployment } from '../../../core/contract/service.ts';
import type { Records } from '../../../core/fleet/picture.ts';
import { next } from './next.ts';
import { approval, at, deployment, ulid, V1 } from './records.ts';
import { picture, rolling, running } from './sights.ts';

const inStatus = (status: Deployment['status'], more: Partial<Deployment> = {}) =>
  deployment({ status, ...more });

describe('a canary that pauses', () => {
  const paused = rolling({ pausedHookId: 'hook-1', stage: 'POST_SCALE_UP', healthyTasks: 1 });
  const asked = (more = {}) => ({
    deployment: inStatus('PAUSED', { hookId: 'hook-1', promotionApprovalId: ulid(50), waitingSince: at(1) }),
    approvals: [approval(more)],
  });

  it('asks exactly one question, of people', () => {
    const after = next(picture(paused, { deployment: inStatus('ROLLING_OUT') }));
    expect(after.deployment).toMatchObject({
      status: 'PAUSED',
      hookId: 'hook-1',
      promotionApprovalId: ulid(900),
    });
    expect(after.approvals).toMatchObject([{ id: ulid(900), kind: 'promotion', status: 'PENDING' }]);
    expect(after.told).toEqual(['deployment.paused', 'approval.requested']);
    expect(next(picture(paused, asked())).told).toEqual([]);
  });

  it('waits as long as the question is open, without a deadline', () => {
    const after = next(picture(paused, asked(), { now: at(10 * 60) }));
    expect(after.deployment?.status).toBe('PAUSED');
    expect(after.kinds).toEqual([]);
  });

  it('goes on when it is approved, and says so again after a crash', () => {
    const after = next(picture(paused, asked({ status: 'APPROVED' })));
    expect(after.deployment).toMatchObject({
      status: 'ROLLING_OUT',
      waitingSince: undefined,
      waitedSec: 240,
    });
    expect(after.approvals[0]?.status).toBe('EXECUTED');
    expect(after.actions).toMatchObject([
      { kind: 'continueDeployment', request: { deploymentId: 'ecs-svc/1', hookId: 'hook-1' } },
    ]);
    const again = next(picture(paused, after));
    expect(again.kinds).toEqual(['continueDeployment']);
    expect(again.told).toEqual([]);
  });

  const no = [
    {
      by: 'ana',
      group: 'program',
      verdict: 'reject',
      comment: 'too slow',
      planDigest: 'a'.repeat(64),
      at: at(2),
    },
  ];
  const refusals: readonly [string, object, RegExp][] = [
    ['rejected', { status: 'REJECTED', votes: no }, /ana refused the promotion: too slow/],
    ['expired', { status: 'EXPIRED' }, /Nobody approved the promotion/],
    ['overdue', { expiresAt: at(4) }, /Nobody approved the promotion/],
  ];
  it.each(refusals)('goes back when the promotion is %s', (_, more, words) => {
    const after = next(picture(paused, asked(more)));
    expect(after.deployment).toMatchObject({
      status: 'ROLLING_BACK',
      statusReason: expect.stringMatching(words),
    });
    expect(after.approvals[0]?.status).not.toBe('PENDING');
    expect(after.kinds).toEqual(['stopDeployment']);
  });

  it('withdraws the question when the pause ends by itself', () => {
    const after = next(picture(rolling({ stage: 'PRODUCTION_TRAFFIC_SHIFT' }), asked()));
    expect(after.approvals[0]?.status).toBe('CANCELLED');
    expect(after.deployment).toMatchObject({ status: 'ROLLING_OUT', promotionApprovalId: undefined });
  });

  it('watches a bake as VERIFYING, outside the deadlines', () => {
    const baking = rolling({ stage: 'BAKE_TIME', healthyTasks: 2 });
    const canary = inStatus('ROLLING_OUT', {
      strategy: { kind: 'canary', percent: 10, bakeMin: 30, pause: true },
    });
    const after = next(picture(baking, { deployment: canary }));
    expect(after.deployment).toMatchObject({ status: 'BAKING', bakeUntil: at(35) });
    expect(after.changes[0]?.status).toBe('VERIFYING');
    expect(next(picture(baking, after, { now: at(30) })).deployment?.status).toBe('BAKING');
  });
});

describe('a canary where the platform cannot pause', () => {
  const canary = { kind: 'canary', percent: 10, bakeMin: 30, pause: true } as const;
  const before = running(V1, 1);
  const cannot = { features: { pauseHooks: false, stopDeployment: false } };
  const seen = (records: Partial<Records> = {}, more = {}) =>
    picture(
      before,
      { deployment: inStatus('PREPARING', { strategy: canary }), ...records },
      { ...cannot, ...more },
    );
  const asked = (more = {}): Partial<Records> => ({
    deployment: inStatus('PAUSED', {
      strategy: canary,
      hookId: 'before-rollout',
      promotionApprovalId: ulid(50),
      waitingSince: at(1),
    }),
    approvals: [approval(more)],
  });

  it('asks people first, and tells the platform nothing', () => {
    const after = next(seen());
    expect(after.deployment).toMatchObject({ status: 'PAUSED', promotionApprovalId: ulid(900) });
    expect(after.told).toEqual(['deployment.paused', 'approval.requested']);
    expect(after.kinds).toEqual([]);
    expect(next(seen(asked())).told).toEqual([]);
    expect(next(seen(asked())).kinds).toEqual([]);
  });

  it('rolls out without a pause once it is approved, and says so again after a crash', () => {
    const after = next(seen(asked({ status: 'APPROVED' })));
    expect(after.deployment?.status).toBe('PREPARING');
    expect(after.approvals[0]?.status).toBe('EXECUTED');
    const rollOut = { kind: 'rollOut', request: { strategy: { ...canary, pause: false } } };
    expect(after.actions).toMatchObject([rollOut]);
    expect(next(seen(after)).actions).toMatchObject([rollOut]);
  });

  it('stays with its question where another worker believes that the platform can pause', () => {
    const able = { features: { pauseHooks: true, stopDeployment: true } };
    const after = next(seen(asked(), able));
    expect(after).toMatchObject({ told: [], kinds: [], deployment: { status: 'PAUSED' } });
  });

  it('is given up, never begun, when it is refused', () => {
    const after = next(seen(asked({ status: 'EXPIRED' })));
    expect(after.deployment?.status).toBe('ROLLED_BACK');
    expect(after.service.revision).toBe(1);
    expect(after.kinds).not.toContain('stopDeployment');
  });

  it('does not ask where there is nothing to go back to, nor for a canary without a pause', () => {
    const first = inStatus('PREPARING', { strategy: canary, fromRevision: undefined });
    expect(next(seen({ deployment: first })).kinds).toEqual(['rollOut']);
    const swift = inStatus('PREPARING', { strategy: { ...canary, pause: false } });
    expect(next(seen({ deployment: swift })).kinds).toEqual(['rollOut']);
  });
});
