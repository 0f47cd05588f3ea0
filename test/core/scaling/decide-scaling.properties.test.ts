import fc from 'fast-check';
import type { AlarmKind } from '../../../core/contract/monitoring.ts';
import { decideScaling } from '../../../core/scaling/decide-scaling.ts';
import type { ScalingRule, ScalingSeen } from '../../../core/scaling/scaling-situation.ts';
import { ago, NOW, RULE } from './situations.ts';

const metric = fc.option(fc.double({ min: 0, max: 5, noNaN: true }), { nil: undefined });
const latency = fc.option(fc.double({ min: 0, max: 5_000, noNaN: true }), { nil: undefined });
const moment = fc.integer({ min: 0, max: 700 }).map(ago);
const maybeMoment = fc.option(moment, { nil: undefined });
const count = fc.integer({ min: 1, max: 60 });

const rule: fc.Arbitrary<ScalingRule> = fc
  .tuple(count, count)
  .map(([a, b]) => ({ ...RULE, min: Math.min(a, b), max: Math.max(a, b) }));

const seen: fc.Arbitrary<ScalingSeen> = fc.record({
  now: fc.constant(NOW),
  desired: fc.integer({ min: 0, max: 80 }),
  running: fc.integer({ min: 0, max: 80 }),
  load: fc.record({ cpu: metric, memory: metric, p95Ms: latency }),
  deploying: fc.boolean(),
  alarms: fc.subarray<AlarmKind>(['cpu-high', 'cpu-low', 'p95-high', '5xx-high']),
  remembered: fc.record({
    recentWants: fc.array(fc.record({ at: moment, want: count }), { maxLength: 6 }),
    recentOuts: fc.array(fc.record({ at: moment, added: fc.integer({ min: 1, max: 8 }) }), { maxLength: 3 }),
    lastOutAt: maybeMoment,
    lastInAt: maybeMoment,
  }),
});

function withinBounds(one: ScalingRule, at: ScalingSeen): boolean {
  return at.desired >= one.min && at.desired <= one.max;
}

describe('deciding how many tasks, for all inputs', () => {
  it('never leaves the approved bounds', () => {
    fc.assert(
      fc.property(rule, seen, (one, at) => {
        const { to } = decideScaling(one, at);
        return to >= one.min && to <= one.max && Number.isInteger(to);
      }),
    );
  });

  it('never scales in while CPU or memory is unknown', () => {
    fc.assert(
      fc.property(rule, seen, fc.constantFrom('cpu', 'memory'), (one, at, missing) => {
        fc.pre(withinBounds(one, at));
        const { to } = decideScaling(one, { ...at, load: { ...at.load, [missing]: undefined } });
        return to >= at.desired;
      }),
    );
  });

  it('never takes tasks away for more load', () => {
    fc.assert(
      fc.property(
        rule,
        seen,
        fc.tuple(fc.double({ min: 0, max: 3, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true })),
        fc.constantFrom('cpu', 'memory'),
        (one, at, [a, b], which) => {
          const less = decideScaling(one, { ...at, load: { ...at.load, [which]: Math.min(a, b) } });
          const more = decideScaling(one, { ...at, load: { ...at.load, [which]: Math.max(a, b) } });
          return more.to >= less.to && more.want >= less.want;
        },
      ),
    );
  });

  it('never takes tasks away for a slower response', () => {
    fc.assert(
      fc.property(rule, seen, fc.tuple(fc.nat(3_000), fc.nat(3_000)), (one, at, [a, b]) => {
        const less = decideScaling(one, { ...at, load: { ...at.load, p95Ms: Math.min(a, b) } });
        const more = decideScaling(one, { ...at, load: { ...at.load, p95Ms: Math.max(a, b) } });
        return more.to >= less.to;
      }),
    );
  });

  it('at most doubles or adds four within a minute, however often it is asked', () => {
    fc.assert(
      fc.property(
        rule,
        seen,
        fc.array(fc.double({ min: 0.7, max: 5, noNaN: true }), { minLength: 2, maxLength: 5 }),
        (one, at, loads) => {
          fc.pre(withinBounds(one, at));
          let now = { ...at, remembered: { recentWants: [] } } as ScalingSeen; // safe: a narrower memory is a memory
          for (const cpu of loads) {
            const { to, remember } = decideScaling(one, { ...now, load: { cpu, memory: 0.8 } });
            now = { ...now, desired: to, remembered: remember };
          }
          return now.desired <= Math.max(at.desired * 2, at.desired + 4);
        },
      ),
    );
  });

  it('takes at most a quarter or one task in one step', () => {
    fc.assert(
      fc.property(rule, seen, (one, at) => {
        fc.pre(withinBounds(one, at));
        const idle = { ...at, load: { cpu: 0, memory: 0 }, deploying: false, alarms: [] };
        const { to } = decideScaling(one, { ...idle, remembered: { recentWants: [] } });
        return at.desired - to <= Math.max(1, at.desired / 4) && (to < at.desired || to === one.min);
      }),
    );
  });

  it('never holds back an out because of an in', () => {
    fc.assert(
      fc.property(rule, seen, moment, (one, at, lastInAt) => {
        const calm = { ...at, remembered: { ...at.remembered, lastInAt: undefined } };
        const cooling = { ...at, remembered: { ...at.remembered, lastInAt } };
        const without = decideScaling(one, calm).to;
        return without <= at.desired || decideScaling(one, cooling).to === without;
      }),
    );
  });

  it('never scales in while deploying or while latency or errors are alarming', () => {
    fc.assert(
      fc.property(rule, seen, fc.constantFrom('deploying', 'p95-high', '5xx-high'), (one, at, bar) => {
        fc.pre(withinBounds(one, at));
        const barred =
          bar === 'deploying'
            ? { ...at, deploying: true }
            : { ...at, alarms: [...at.alarms, bar as AlarmKind] }; // safe: the two others are kinds
        return decideScaling(one, barred).to >= at.desired;
      }),
    );
  });
});
