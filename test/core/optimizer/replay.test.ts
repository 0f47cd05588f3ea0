import fc from 'fast-check';
import type { Limits } from '../../../core/contract/proposal.ts';
import type { ScalingMemory } from '../../../core/contract/service.ts';
import { ServiceSpec } from '../../../core/contract/service-spec.ts';
import { OVERLOAD_CPU, replay, ruleFor } from '../../../core/optimizer/replay.ts';
import type { Track } from '../../../core/optimizer/track.ts';
import { decideScaling } from '../../../core/scaling/decide-scaling.ts';
import { clamp, MS } from '../../../core/units.ts';
import { NIGHT, SPEC, searchInput, seriesOf, wave } from './histories.ts';

const spec = ServiceSpec.parse(SPEC);

/** The same replay, written without any shortcut: the rule is asked at every step in which an alarm is in ALARM. */
function plainly(
  track: Track,
  limits: Limits,
): { readonly taskMinutes: number; readonly overloadMinutes: number } {
  const rule = ruleFor(limits, spec);
  const vcpu = limits.cpuUnits / 1_024;
  let remembered: ScalingMemory = { recentWants: [] };
  let desired = clamp(Math.ceil((track.vcpu[0] ?? 0) / (vcpu * rule.targets.cpu)), limits.min, limits.max);
  let [low, tasks, overload] = [0, 0, 0];
  track.vcpu.forEach((work, step) => {
    const busy = (work / desired + track.overheadVcpu) / vcpu;
    const load = {
      cpu: Math.min(1, busy),
      memory: Math.min(1, (track.memoryMiB[step] ?? 0) / limits.memoryMiB),
    };
    if (busy > OVERLOAD_CPU) overload += 5;
    if (step < track.measured) tasks += 5 * desired;
    low = load.cpu < rule.targets.alarms.cpuLow ? low + 1 : 0;
    const alarmed =
      load.cpu > rule.targets.alarms.cpuHigh || load.memory > rule.targets.alarms.memoryHigh || low >= 3;
    if (!alarmed) return;
    const now = new Date(track.startMs + (step + 1) * 300 * MS.second + MS.minute).toISOString();
    const decision = decideScaling(rule, {
      now,
      desired,
      running: desired,
      load,
      deploying: false,
      alarms: [],
      remembered,
    });
    remembered = decision.remember;
    desired = decision.to;
  });
  return { taskMinutes: tasks, overloadMinutes: overload };
}

function trackWith(vcpu: readonly number[], memoryMiB = 900): Track {
  return {
    startMs: NIGHT,
    stepSec: 300,
    vcpu: Float64Array.from(vcpu),
    memoryMiB: new Float64Array(vcpu.length).fill(memoryMiB),
    requests: new Float64Array(vcpu.length).fill(Number.NaN),
    measured: vcpu.length,
    overheadVcpu: 0.01,
    forecast: undefined,
  };
}

const limits = (more: Partial<Limits> = {}): Limits => ({
  cpuUnits: 1_024,
  memoryMiB: 2_048,
  min: 2,
  max: 6,
  cpuTarget: 0.6,
  ...more,
});

describe('replaying the scaling rule over a history', () => {
  it('finds what asking the rule at every alarm finds', () => {
    const load = fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 20, maxLength: 200 });
    fc.assert(
      fc.property(
        load,
        fc.integer({ min: 2, max: 8 }),
        fc.integer({ min: 100, max: 2_000 }),
        (vcpu, max, memory) => {
          const track = trackWith(vcpu, memory);
          expect(replay(track, limits({ max }), { spec })).toMatchObject(plainly(track, limits({ max })));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('counts the minutes above 80 % CPU until the tasks that were asked for serve', () => {
    const quiet = new Array<number>(12).fill(1);
    const found = replay(trackWith([...quiet, ...new Array<number>(12).fill(3)]), limits({ max: 9 }), {
      spec,
    });
    expect(found.overloadMinutes).toBe(5);
    expect(found.atMaxMinutes).toBe(0);
  });

  it('is overloaded all along where even the maximum does not carry the load', () => {
    const found = replay(trackWith(new Array<number>(24).fill(9)), limits(), { spec });
    expect(found.overloadMinutes).toBe(120);
    expect(found.cpuP95).toBeGreaterThan(1);
  });

  it('leaves everything as it is where nothing is known', () => {
    const gap = new Array<number>(50).fill(Number.NaN);
    const found = replay(trackWith([1, 1, 1, ...gap, 1]), limits(), { spec });
    expect(found.minutes).toBe(20);
    expect(found.meanTasks).toBe(2);
  });

  it('counts no money for the day that is only forecast', async () => {
    const { track, before } = await searchInput(seriesOf({ days: 3, work: wave(0.6, 1) }));
    expect(track.vcpu.length).toBe(track.measured + 288);
    expect(replay(track, before, { spec }).taskMinutes).toBe(2 * 3 * 1_440);
  });
});
