import fc from 'fast-check';
import { AlarmKind } from '../../../core/contract/monitoring.ts';
import { ServiceSpec } from '../../../core/contract/service-spec.ts';
import type { AlarmRule } from '../../../core/ports.ts';
import { alarmRulesFor } from '../../../core/scaling/alarm-rules-for.ts';
import { decideScaling } from '../../../core/scaling/decide-scaling.ts';
import { fixedHeadroom } from '../../../core/scaling/headroom.ts';
import { BLANK, NOW } from './situations.ts';

function serviceWith(targets: { cpu?: number; memory?: number; p95Ms?: number }, min = 2, max = 4) {
  const spec = ServiceSpec.parse({ name: 'web', image: 'govlab/web:v1', scaling: { targets } });
  return { spec, bounds: { min, max } };
}

function rule(kind: AlarmKind, rules: readonly AlarmRule[]): AlarmRule {
  const found = rules.find((one) => one.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
}

describe('the alarms of a service', () => {
  const rules = alarmRulesFor(serviceWith({}));

  it('are one of each kind', () => {
    expect(rules.map(({ kind }) => kind).sort()).toEqual([...AlarmKind.options].sort());
  });

  it.each([
    ['cpu-high', 'cpu', 'above', 0.66, 3, 3, 60],
    ['cpu-low', 'cpu', 'below', 0.45, 15, 15, 60],
    ['memory-high', 'memory', 'above', 0.88, 3, 3, 60],
    ['p95-high', 'p95Ms', 'above', 600, 3, 3, 60],
    ['5xx-high', 'errors5xx', 'above', 10, 3, 5, 60],
    ['below-min', 'running', 'below', 2, 3, 3, 60],
    ['crash-loop', 'restarts', 'above', 0.25, 1, 1, 600],
  ] as const)(
    '%s watches %s %s %d in %i of %i periods of %i s',
    (kind, metric, comparison, threshold, m, n, sec) => {
      const { threshold: actual, ...rest } = rule(kind, rules);
      expect(actual).toBeCloseTo(threshold, 9);
      expect(rest).toEqual({
        kind,
        metric,
        comparison,
        periodSec: sec,
        datapointsToAlarm: m,
        evaluationPeriods: n,
      });
    },
  );

  it('tell three restarts in ten minutes from two', () => {
    const { threshold } = rule('crash-loop', rules);
    expect([2 / 10 > threshold, 3 / 10 > threshold]).toEqual([false, true]);
  });

  it('can always go off: no ratio has to rise above 1', () => {
    const full = alarmRulesFor(serviceWith({ cpu: 0.95, memory: 0.95 }));
    expect(rule('cpu-high', full).threshold).toBeLessThan(1);
    expect(rule('memory-high', full).threshold).toBeLessThan(1);
  });

  it('do not ask a single task to go away', () => {
    expect(rule('cpu-low', alarmRulesFor(serviceWith({}, 1, 1))).threshold).toBe(0);
  });
});

describe('the alarms and the scaling rule', () => {
  const target = fc.double({ min: 0.1, max: 0.95, noNaN: true });
  const load = fc.double({ min: 0.001, max: 1, noNaN: true });

  function decide(cpuTarget: number, cpu: number, desired: number) {
    const service = serviceWith({ cpu: cpuTarget }, 1, 50);
    const targets = fixedHeadroom.targets(service);
    const decision = decideScaling(
      { ...service.bounds, targets, cooldowns: service.spec.scaling.cooldowns },
      {
        now: NOW,
        desired,
        running: desired,
        load: { cpu, memory: 0 },
        deploying: false,
        alarms: [],
        remembered: BLANK,
      },
    );
    return { decision, rules: alarmRulesFor(service) };
  }

  it('agree: whatever makes the service grow by CPU sets off the alarm that asks for it', () => {
    fc.assert(
      fc.property(target, load, fc.integer({ min: 1, max: 49 }), (cpuTarget, cpu, desired) => {
        const { decision, rules } = decide(cpuTarget, cpu, desired);
        return decision.to <= desired || cpu > rule('cpu-high', rules).threshold - 1e-6;
      }),
    );
  });

  it('agree: whatever makes it shrink sets off the low alarm', () => {
    fc.assert(
      fc.property(target, load, fc.integer({ min: 2, max: 50 }), (cpuTarget, cpu, desired) => {
        const { decision, rules } = decide(cpuTarget, cpu, desired);
        return decision.to >= desired || cpu < rule('cpu-low', rules).threshold + 1e-6;
      }),
    );
  });
});
