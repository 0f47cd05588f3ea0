import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { type Bucket, ECS_RATES, type Rate, take } from '../../../../adapters/aws/ecs/call-budget.ts';
import { EcsCalls } from '../../../../adapters/aws/ecs/ecs-calls.ts';
import { virtualWaiting } from './emulated-ecs.ts';

const RATE: Rate = { perSec: 2, burst: 4, reserve: 1 };

describe('the budget of an API', () => {
  it.each([
    ['the first call', undefined, 0, 'ordinary', { tokens: 3, waitMs: 0 }],
    ['the last that is not kept back', 2, 0, 'ordinary', { tokens: 1, waitMs: 0 }],
    ['one that would take what is kept back', 1, 0, 'ordinary', { tokens: 1, waitMs: 500 }],
    ['a scale-out that takes it', 1, 0, 'scale-out', { tokens: 0, waitMs: 0 }],
    ['a scale-out with nothing left', 0, 0, 'scale-out', { tokens: 0, waitMs: 500 }],
    ['a call after half a second', 1, 500, 'ordinary', { tokens: 1, waitMs: 0 }],
    ['a call after an hour', 0, 3_600_000, 'ordinary', { tokens: 3, waitMs: 0 }],
  ] as const)('gives %s its turn or its wait', (_what, tokens, nowMs, urgency, expected) => {
    const bucket = tokens === undefined ? undefined : { tokens, atMs: 0 };
    const taken = take(RATE, bucket, { nowMs, urgency });
    expect({ tokens: taken.bucket.tokens, waitMs: taken.waitMs }).toEqual(expected);
  });

  it('never lets more through than the burst and what was refilled, and the wait it names is enough', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(gaps, fc.constantFrom('ordinary', 'scale-out'), (pauses, urgency) => {
        let bucket: Bucket | undefined;
        let nowMs = 0;
        let passed = 0;
        for (const pause of pauses) {
          nowMs += pause;
          const asked = take(RATE, bucket, { nowMs, urgency });
          bucket = asked.bucket;
          if (asked.waitMs === 0) passed += 1;
          else expect(take(RATE, bucket, { nowMs: nowMs + asked.waitMs, urgency }).waitMs).toBe(0);
        }
        expect(passed).toBeLessThanOrEqual(RATE.burst + (nowMs / 1_000) * RATE.perSec + 1e-6);
      }),
    );
  });
});

describe('calls of ECS inside the budget', () => {
  const update = new UpdateServiceCommand({ service: 'portal' });

  function open() {
    const mock = mockClient(ECSClient);
    mock.on(UpdateServiceCommand).resolves({});
    mock.on(DescribeServicesCommand).resolves({});
    const waiting = virtualWaiting();
    return { mock, waiting, calls: new EcsCalls(new ECSClient({}), waiting) };
  }

  it('wait for their turn once the burst is used up', async () => {
    const { calls, waiting } = open();
    const { burst, reserve, perSec } = ECS_RATES.serviceChanges;
    for (let i = 0; i < burst - reserve; i += 1) await calls.send(update, 'serviceChanges');
    expect(waiting.nowMs()).toBe(0);
    await calls.send(update, 'serviceChanges');
    expect(waiting.nowMs()).toBe(1_000 / perSec);
  });

  it('let a scale-out through while others wait, and do not count for other categories', async () => {
    const { calls, waiting } = open();
    const { burst, reserve } = ECS_RATES.serviceChanges;
    for (let i = 0; i < burst - reserve; i += 1) await calls.send(update, 'serviceChanges');
    await calls.send(update, 'serviceChanges', 'scale-out');
    await calls.send(new DescribeServicesCommand({ services: ['portal'] }), 'serviceReads');
    expect(waiting.nowMs()).toBe(0);
  });

  it('are refused as unavailable, unsent, when no turn comes in time', async () => {
    const { calls, mock } = open();
    const { burst } = ECS_RATES.definitionChanges;
    const many = Array.from({ length: burst + 10 }, () => calls.send(update, 'definitionChanges'));
    const outcomes = await Promise.allSettled(many);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const refusal of refused)
      expect(refusal).toMatchObject({
        reason: { code: 'platform.unavailable', params: { dependency: 'ecs' } },
      });
    expect(mock.commandCalls(UpdateServiceCommand)).toHaveLength(outcomes.length - refused.length);
  });
});
