import { decideScaling } from '../../../core/scaling/decide-scaling.ts';
import type { ScalingRule, ScalingSeen } from '../../../core/scaling/scaling-situation.ts';
import { ago, BLANK, LOW, RULE, seen } from './situations.ts';

type Case = readonly [
  title: string,
  changes: Partial<ScalingSeen>,
  expected: string,
  rule?: Partial<ScalingRule>,
];

function decide(changes: Partial<ScalingSeen>, rule: Partial<ScalingRule> = {}) {
  return decideScaling({ ...RULE, ...rule }, seen(changes));
}

const CASES: readonly Case[] = [
  [
    'is not fooled by floating point: 0.672 / 0.6 * 25 is 28, not 29',
    { desired: 25, load: { cpu: 0.672, memory: 0.8 } },
    'SCALED_OUT 25 -> 28, want 28, by out.cpu',
    { max: 40 },
  ],
  [
    'scales in by whole tasks below a quarter',
    { desired: 6, load: LOW },
    'SCALED_IN 6 -> 5, want 3, by in.step',
    { max: 40 },
  ],
  [
    'scales out by CPU in proportion',
    { load: { cpu: 0.88, memory: 0.5 } },
    'SCALED_OUT 2 -> 3, want 3, by out.cpu',
  ],
  [
    'stops at the approved maximum and carries the need',
    { desired: 4, load: { cpu: 0.95, memory: 0.5 } },
    'BLOCKED_BY_CEILING 4 -> 4, want 7, by ceiling.cpu',
  ],
  [
    'goes to the need once the maximum is raised',
    { desired: 4, load: { cpu: 0.95, memory: 0.5 } },
    'SCALED_OUT 4 -> 7, want 7, by out.cpu',
    { max: 7 },
  ],
  [
    'goes as far as the maximum allows',
    { desired: 3, load: { cpu: 0.95, memory: 0.5 } },
    'BLOCKED_BY_CEILING 3 -> 4, want 5, by ceiling.cpu',
  ],
  ['scales out by memory', { load: { cpu: 0.6, memory: 0.95 } }, 'SCALED_OUT 2 -> 3, want 3, by out.memory'],
  [
    'adds a quarter above 1.2 times the latency objective',
    { desired: 4, load: { cpu: 0.6, memory: 0.8, p95Ms: 700 } },
    'SCALED_OUT 4 -> 5, want 5, by out.p95Ms',
    { max: 9 },
  ],
  [
    'adds half above twice the latency objective',
    { desired: 4, load: { cpu: 0.6, memory: 0.8, p95Ms: 1_001 } },
    'SCALED_OUT 4 -> 6, want 6, by out.p95Ms',
    { max: 9 },
  ],
  [
    'takes the largest want of several metrics',
    { desired: 4, load: { cpu: 0.7, memory: 1, p95Ms: 1_200 } },
    'SCALED_OUT 4 -> 6, want 6, by out.p95Ms',
    { max: 9 },
  ],
  [
    'holds at ten per cent above the target exactly',
    { load: { cpu: 0.66, memory: 0.8 } },
    'HELD_IN_TOLERANCE 2 -> 2, want 2, by tolerance',
  ],
  [
    'is not fooled by floating point: 0.9 / 0.6 * 2 is 3, not 4',
    { load: { cpu: 0.9, memory: 0.8 } },
    'SCALED_OUT 2 -> 3, want 3, by out.cpu',
  ],
  ['scales out although memory is unknown', { load: { cpu: 0.88 } }, 'SCALED_OUT 2 -> 3, want 3, by out.cpu'],
  [
    'never scales in on an unknown metric',
    { desired: 4, load: { cpu: 0.1 } },
    'HELD_NO_DATA 4 -> 4, want 4, by data.partial',
  ],
  ['holds when nothing is known', { desired: 4, load: {} }, 'HELD_NO_DATA 4 -> 4, want 4, by data.none'],
  [
    'takes an impossible measurement for none',
    { desired: 4, load: { cpu: Number.NaN, memory: -1, p95Ms: Number.POSITIVE_INFINITY } },
    'HELD_NO_DATA 4 -> 4, want 4, by data.none',
  ],
  [
    'is within tolerance by CPU although memory is unknown',
    { desired: 4, load: { cpu: 0.6 } },
    'HELD_IN_TOLERANCE 4 -> 4, want 4, by tolerance',
  ],
  ['scales in one task at a time', { desired: 4, load: LOW }, 'SCALED_IN 4 -> 3, want 2, by in.step'],
  [
    'scales in by a quarter where that is more than one',
    { desired: 40, load: LOW },
    'SCALED_IN 40 -> 30, want 15, by in.step',
    { max: 40 },
  ],
  [
    'scales in only when every metric agrees',
    { desired: 4, load: { cpu: 0.1, memory: 0.8 } },
    'HELD_IN_TOLERANCE 4 -> 4, want 4, by in.disagree',
  ],
  ['stays at the minimum', { desired: 2, load: LOW }, 'AT_MIN 2 -> 2, want 1, by in.at-min'],
  [
    'never scales in while deploying',
    { desired: 4, load: LOW, deploying: true },
    'HELD_DEPLOYING 4 -> 4, want 2, by in.deploying',
  ],
  [
    'scales out while deploying',
    { load: { cpu: 0.88, memory: 0.5 }, deploying: true },
    'SCALED_OUT 2 -> 3, want 3, by out.cpu',
  ],
  [
    'never scales in while a latency alarm is in ALARM',
    { desired: 4, load: LOW, alarms: ['p95-high'] },
    'HELD_STABILISING 4 -> 4, want 2, by in.alarm',
  ],
  [
    'never scales in while a 5xx alarm is in ALARM',
    { desired: 4, load: LOW, alarms: ['cpu-low', '5xx-high'] },
    'HELD_STABILISING 4 -> 4, want 2, by in.alarm',
  ],
  [
    'waits out the cooldown after an out before scaling in',
    { desired: 4, load: LOW, remembered: { ...BLANK, lastOutAt: ago(59) } },
    'HELD_COOLDOWN 4 -> 4, want 2, by in.cooldown',
  ],
  [
    'waits out the cooldown after an in before the next',
    { desired: 4, load: LOW, remembered: { ...BLANK, lastInAt: ago(299) } },
    'HELD_COOLDOWN 4 -> 4, want 2, by in.cooldown',
  ],
  [
    'interrupts a scale-in cooldown to scale out',
    { load: { cpu: 0.88, memory: 0.5 }, remembered: { ...BLANK, lastInAt: ago(1) } },
    'SCALED_OUT 2 -> 3, want 3, by out.cpu',
  ],
  [
    'holds while the last five minutes needed as many',
    { desired: 4, load: LOW, remembered: { recentWants: [{ at: ago(300), want: 4 }] } },
    'HELD_STABILISING 4 -> 4, want 2, by in.stabilising',
  ],
  [
    'forgets a want older than five minutes',
    { desired: 4, load: LOW, remembered: { recentWants: [{ at: ago(301), want: 4 }] } },
    'SCALED_IN 4 -> 3, want 2, by in.step',
  ],
  [
    'goes no lower than the largest want of the last five minutes',
    { desired: 40, load: LOW, remembered: { recentWants: [{ at: ago(200), want: 35 }] } },
    'SCALED_IN 40 -> 35, want 15, by in.step',
    { max: 40 },
  ],
  [
    'at most doubles or adds four within a minute',
    { load: { cpu: 9, memory: 0.5 } },
    'SCALED_OUT 2 -> 6, want 30, by out.cpu',
    { max: 40 },
  ],
  [
    'waits once the growth of this minute is spent',
    {
      desired: 6,
      load: { cpu: 0.9, memory: 0.5 },
      remembered: { ...BLANK, lastOutAt: ago(30), recentOuts: [{ at: ago(30), added: 4 }] },
    },
    'HELD_COOLDOWN 6 -> 6, want 9, by out.rate-limit',
    { max: 40 },
  ],
  [
    'returns to the minimum from below, whatever is known',
    { desired: 1, load: {} },
    'SCALED_OUT 1 -> 2, want 1, by bounds.below-min',
  ],
  [
    'returns to the maximum from above, even while deploying',
    { desired: 7, load: { cpu: 0.6, memory: 0.8 }, deploying: true },
    'SCALED_IN 7 -> 4, want 7, by bounds.above-max',
  ],
];

describe('deciding how many tasks a service shall have', () => {
  for (const [title, changes, expected, bounds] of CASES)
    it(title, () => {
      const { outcome, from, to, want, rule } = decide(changes, bounds);
      expect(`${outcome} ${from} -> ${to}, want ${want}, by ${rule}`).toBe(expected);
    });

  it('says why in plain words with numbers and units', () => {
    const { because, whyNot } = decide({ desired: 4, load: { cpu: 0.95, memory: 0.5 } });
    expect(because).toBe('CPU 95 % at 4 tasks, target 60 %, needs 7 tasks; the approved maximum is 4.');
    expect(whyNot).toContain('if the maximum were at least 7');
  });

  it('says what it did not know', () => {
    expect(decide({ desired: 4, load: { cpu: 0.1 } }).because).toContain('CPU 10 %, memory unknown');
  });

  it('always explains both sides', () => {
    for (const [, changes, , rule] of CASES) {
      const { because, whyNot } = decide(changes, rule);
      expect([because, whyNot].every((text) => text.length > 20 && !text.includes('undefined'))).toBe(true);
    }
  });
});
