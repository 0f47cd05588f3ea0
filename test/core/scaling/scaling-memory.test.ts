import { decideScaling } from '../../../core/scaling/decide-scaling.ts';
import type { ScalingSeen } from '../../../core/scaling/scaling-situation.ts';
import { ago, BLANK, NOW, RULE, seen } from './situations.ts';

function decide(changes: Partial<ScalingSeen>) {
  return decideScaling(RULE, seen(changes));
}

describe('remembering a scaling decision', () => {
  it('keeps since when the service has been at its limit', () => {
    const first = decide({ desired: 4, load: { cpu: 0.95, memory: 0.5 } });
    expect(first.remember.atLimitSince).toBe(NOW);
    const later = decide({
      desired: 4,
      load: { cpu: 0.95, memory: 0.5 },
      remembered: { ...BLANK, atLimitSince: ago(600) },
    });
    expect(later.remember.atLimitSince).toBe(ago(600));
  });

  it('forgets the limit when the load is met, but not when the load is unknown', () => {
    const remembered = { ...BLANK, atLimitSince: ago(600) };
    expect(decide({ desired: 4, remembered }).remember.atLimitSince).toBeUndefined();
    expect(decide({ desired: 4, load: {}, remembered }).remember.atLimitSince).toBe(ago(600));
  });

  it('notes an out with what it added, and drops what has left its window', () => {
    const { remember } = decide({
      load: { cpu: 0.88, memory: 0.5 },
      remembered: {
        recentWants: [
          { at: ago(900), want: 9 },
          { at: ago(60), want: 2 },
        ],
        recentOuts: [{ at: ago(61), added: 9 }],
      },
    });
    expect(remember).toMatchObject({
      lastOutAt: NOW,
      recentOuts: [{ at: NOW, added: 1 }],
      recentWants: [
        { at: ago(60), want: 2 },
        { at: NOW, want: 3 },
      ],
    });
  });
});
