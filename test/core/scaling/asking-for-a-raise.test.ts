import { voteOnApproval } from '../../../core/approvals/vote-on-approval.ts';
import { cancelChange } from '../../../core/changes/cancel-change.ts';
import { requestChange } from '../../../core/changes/request-change.ts';
import type { Approval } from '../../../core/contract/approval.ts';
import type { Change } from '../../../core/contract/change.ts';
import { OpsError } from '../../../core/errors.ts';
import { evaluateScaling } from '../../../core/scaling/evaluate-scaling.ts';
import { find, put } from '../../../core/store/record-type.ts';
import { Approvals } from '../../../core/store/records/approvals.ts';
import { Changes } from '../../../core/store/records/changes.ts';
import { PEOPLE } from '../changes/desk.ts';
import { NAME, openWatchedDesk, type WatchedDesk } from './watched-desk.ts';

const AT_LIMIT = { cpu: 0.95, memory: 0.5, p95Ms: 900, running: 4 };
const REQUEST = { service: NAME, trigger: 'tick', correlationId: 'test' } as const;

async function approvalOf({ ports }: WatchedDesk, id: string | undefined): Promise<Approval> {
  const approval = await find(ports.store, Approvals, id ?? '');
  if (!approval) throw new Error('no approval was opened');
  return approval;
}

function approve({ ports }: WatchedDesk, raise: Change | undefined, who: 'ana' | 'ben') {
  return voteOnApproval(ports, {
    approvalId: raise?.approvalId ?? '',
    identity: PEOPLE[who],
    vote: { verdict: 'approve', planDigest: raise?.plan.digest ?? '' },
    correlationId: 'test',
  });
}

describe('asking for more room than was approved', () => {
  let watched: WatchedDesk;
  beforeEach(async () => {
    watched = await openWatchedDesk();
    await watched.set({ desiredCount: 4 });
    watched.minute = AT_LIMIT;
  });

  it('asks exactly once in an hour at the limit, for what is needed, until Friday evening', async () => {
    const decisions = await watched.pass(60);
    expect(new Set(decisions.map(({ outcome }) => outcome))).toEqual(new Set(['BLOCKED_BY_CEILING']));
    const raises = await watched.raises();
    expect(raises).toHaveLength(1);
    expect(raises[0]).toMatchObject({
      status: 'AWAITING_APPROVAL',
      intent: { kind: 'bounds', replicas: { min: 2, max: 7 }, until: '2026-11-27T18:00:00.000Z' },
      plan: { cost: { ceiling: { deltaMicroUsd: 127_589_400 } } },
    });
    expect((await watched.service()).desiredCount).toBe(4);
    expect(await watched.decisions()).toHaveLength(1);
  });

  it('shows what was seen, since when, and names the question on the decision', async () => {
    const start = watched.ports.clock.now().getTime();
    const [, , asked] = await watched.pass(3);
    const [raise] = await watched.raises();
    const approval = await approvalOf(watched, raise?.approvalId);
    expect(approval.evidence).toEqual({
      metric: 'cpu',
      utilization: expect.closeTo(0.95, 9),
      atLimitSince: new Date(start + 60_000).toISOString(),
      limit: 4,
      want: 7,
    });
    expect(asked?.changeId).toBe(raise?.id);
    expect((await watched.service()).scaling.openRaiseChangeId).toBe(raise?.id);
  });

  it('does not ask for a moment of load', async () => {
    await watched.pass(2);
    watched.minute = { ...AT_LIMIT, cpu: 0.6, p95Ms: 300 };
    await watched.pass(5);
    expect(await watched.raises()).toEqual([]);
    expect((await watched.service()).scaling.atLimitSince).toBeUndefined();
  });

  it('asks once although many evaluate at the same time', async () => {
    await watched.pass(2);
    watched.wait(60);
    await Promise.all(Array.from({ length: 8 }, () => watched.evaluate()));
    expect(await watched.raises()).toHaveLength(1);
  });

  it('finds its question again after a crash between asking and remembering', async () => {
    await watched.pass(2);
    watched.wait(60);
    const crash = evaluateScaling(watched.ports, REQUEST, async (ports, request) => {
      await requestChange(ports, request);
      throw new TypeError('the process died here');
    });
    await expect(crash).rejects.toThrow('the process died here');
    watched.minute = { ...AT_LIMIT, cpu: 1.15 };
    await watched.pass(3);
    const raises = await watched.raises();
    expect(raises).toHaveLength(1);
    expect((await watched.service()).scaling.openRaiseChangeId).toBe(raises[0]?.id);
  });

  it('asks anew when what was approved is not enough', async () => {
    await watched.pass(3);
    const [raise] = await watched.raises();
    for (const who of ['ana', 'ben'] as const) await approve(watched, raise, who);
    watched.minute = { ...AT_LIMIT, running: 7 };
    await watched.pass(4);
    expect(await watched.raises()).toMatchObject([
      { status: 'AWAITING_APPROVAL', intent: { replicas: { max: 12 } } },
      { status: 'DONE', intent: { replicas: { max: 7 } } },
    ]);
  });

  it('leaves people alone for four hours after a refusal, then asks again', async () => {
    await watched.pass(3);
    const [raise] = await watched.raises();
    await cancelChange(watched.ports, {
      changeId: raise?.id ?? '',
      actor: { sub: 'ana', kind: 'human' },
      reason: 'not now',
      correlationId: 'test',
    });
    await watched.pass(239);
    expect(await watched.raises()).toHaveLength(1);
    await watched.pass(2);
    expect(await watched.raises()).toHaveLength(2);
  });

  it('takes a raise that failed for refused, so that it is not asked for every minute', async () => {
    await watched.pass(3);
    const [raise] = await watched.raises();
    if (!raise) throw new Error('no raise was asked for');
    const at = watched.ports.clock.now().toISOString();
    const failed: Change = { ...raise, status: 'FAILED', updatedAt: at, version: raise.version + 1 };
    await watched.ports.store.commit({ writes: [put(Changes, failed)], audit: [], events: [] });
    await watched.pass(239);
    expect(await watched.raises()).toHaveLength(1);
    await watched.pass(1);
    expect(await watched.raises()).toHaveLength(2);
  });

  it('asks at once when more is needed than what was refused', async () => {
    await watched.pass(3);
    const [raise] = await watched.raises();
    await cancelChange(watched.ports, {
      changeId: raise?.id ?? '',
      actor: { sub: 'ana', kind: 'human' },
      reason: 'not now',
      correlationId: 'test',
    });
    watched.minute = { ...AT_LIMIT, cpu: 1.15 };
    await watched.pass(1);
    expect((await watched.raises()).map(({ intent }) => intent)).toMatchObject([
      { replicas: { max: 8 } },
      { replicas: { max: 7 } },
    ]);
  });

  it('uses room that fits the budget at once, and scales with the next evaluation', async () => {
    await watched.desk.ask({
      target: { kind: 'budget', name: 'grants' },
      requestedBy: { sub: 'gov', kind: 'governance' },
      intent: { kind: 'budget', monthlyMicroUsd: 1_000_000_000, softRatio: 0.8, hardRatio: 1 },
    });
    const decisions = await watched.pass(4);
    expect(decisions.at(-1)).toMatchObject({ outcome: 'SCALED_OUT', from: 4, to: 7 });
    expect(await watched.service()).toMatchObject({ desiredCount: 7, bounds: { min: 2, max: 7 } });
  });

  it('says that a policy forbids it, and does not ask the policy every minute', async () => {
    watched.desk.policy = {
      status: 'rejected',
      policy: 'LAB-7',
      traceId: 't',
      clause: 'at most 4 tasks',
      obligations: [],
    };
    const decisions = await watched.pass(30);
    expect(decisions.map(({ outcome }) => outcome)).toEqual([
      ...Array(2).fill('BLOCKED_BY_CEILING'),
      ...Array(28).fill('BLOCKED_BY_POLICY'),
    ]);
    expect(await watched.raises()).toMatchObject([{ status: 'DENIED_BY_POLICY' }]);
  });

  it('tries again later when asking is refused for another reason', async () => {
    await watched.pass(2);
    watched.wait(60);
    const refuse = () =>
      Promise.reject(
        new OpsError('service.preflight_failed', 'A deployment is in flight.', { remedy: 'Wait.' }),
      );
    expect(await evaluateScaling(watched.ports, REQUEST, refuse)).toMatchObject({
      outcome: 'BLOCKED_BY_CEILING',
    });
    await watched.pass(1);
    expect(await watched.raises()).toHaveLength(1);
  });
});
