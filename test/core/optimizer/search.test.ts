import fc from 'fast-check';
import { unitMicroUsd } from '../../../core/budget/service-cost.ts';
import { ServiceSpec } from '../../../core/contract/service-spec.ts';
import { isLegalTaskSize } from '../../../core/contract/task-size.ts';
import { candidatesFor } from '../../../core/optimizer/candidates.ts';
import { replay } from '../../../core/optimizer/replay.ts';
import { searchLimits, tryLimits, whyUnacceptable, worthOf } from '../../../core/optimizer/search.ts';
import { TaskBounds } from '../../../core/optimizer/task-bound.ts';
import { SPEC, searchInput, seriesOf, wave } from './histories.ts';

/** Steady work with a rush hour a day that needs every task there is. */
const withRush = (base: number) => (step: number) => (step % 288 < 12 ? 2.6 : base);

describe('searching for better limits', () => {
  it('halves memory that is far too large, and touches nothing else', async () => {
    const input = await searchInput(seriesOf({ work: withRush(1.05) }));
    const { best } = searchLimits(input);
    expect(best?.limits).toEqual({ ...input.before, memoryMiB: 2_048 });
  });

  it('raises the maximum of a service that is overloaded at it', async () => {
    const input = await searchInput(seriesOf({ work: wave(3.2, 3.9) }));
    const { best, mustChange } = searchLimits(input);
    expect(mustChange).toBe(true);
    expect(best?.limits.max).toBeGreaterThan(4);
  });

  it('leaves a service alone whose saving is not worth a change', async () => {
    const spec = ServiceSpec.parse({ ...SPEC, memoryMiB: 2_048 });
    const input = await searchInput(seriesOf({ work: withRush(1.05) }, spec), spec);
    expect(searchLimits(input).best).toBeUndefined();
  });

  it('does not go where a regression barred the way', async () => {
    const input = await searchInput(seriesOf({ work: withRush(1.05) }));
    const blocked = [{ field: 'memoryMiB', direction: 'down' }] as const;
    expect(searchLimits({ ...input, blocked }).best?.limits.memoryMiB ?? 4_096).toBe(4_096);
  });

  it('gives more memory where what there is does not hold the need', async () => {
    const spec = ServiceSpec.parse({ ...SPEC, memoryMiB: 2_048 });
    const input = await searchInput(seriesOf({ work: withRush(1.05), memoryMiB: 1_900 }, spec), spec);
    expect(searchLimits(input).best?.limits.memoryMiB).toBe(3_072);
  });

  it('finds what trying everything finds, before small changes are undone', async () => {
    const input = await searchInput(seriesOf({ days: 2, work: wave(0.3, 1.4) }));
    const { best, standard, today } = searchLimits(input);
    const cheapest = candidatesFor(input.before, input)
      .map((limits) => tryLimits(input, limits))
      .filter((tried) => whyUnacceptable(tried, standard, input.needMiB) === undefined)
      .reduce((least, { expectedMicroUsd }) => Math.min(least, expectedMicroUsd), Number.POSITIVE_INFINITY);
    expect(cheapest).toBeLessThan(today.expectedMicroUsd - worthOf(today.expectedMicroUsd));
    // Each of the five fields may have gone back for less than is worth a change.
    expect(best?.expectedMicroUsd).toBeLessThan(cheapest + 5 * worthOf(today.expectedMicroUsd));
    expect(best?.expectedMicroUsd).toBeGreaterThanOrEqual(cheapest);
  }, 30_000);
});

describe('the lower bound that ends the search early', () => {
  const work = fc.array(fc.double({ min: 0, max: 6, noNaN: true }), { minLength: 300, maxLength: 300 });

  it('is never above what the replay finds', async () => {
    const spec = ServiceSpec.parse(SPEC);
    await fc.assert(
      fc.asyncProperty(
        work,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(0.4, 0.6, 0.7),
        async (loads, max, cpuTarget) => {
          const { track, before } = await searchInput(
            seriesOf({ days: 2, work: (step) => loads[step % 300] ?? 0 }),
          );
          const limits = { ...before, min: 1, max, cpuTarget };
          const bound = new TaskBounds(track, spec).of(limits);
          const found = replay(track, limits, { spec });
          expect(bound.meanTasks).toBeLessThanOrEqual(found.meanTasks + 1e-9);
          expect(bound.overloadMinutes).toBeLessThanOrEqual(found.overloadMinutes);
        },
      ),
      { numRuns: 12 },
    );
  }, 30_000);
});

describe('what is proposed', () => {
  it('is a legal size within the bounds of the contract that costs what it says, whatever the load', async () => {
    const loads = fc.array(fc.double({ min: 0, max: 20 }), { minLength: 50, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(loads, fc.integer({ min: 1, max: 4_000 }), async (work, memoryMiB) => {
        const input = await searchInput(
          seriesOf({ days: 2, work: (step) => work[step % 50] ?? 0, memoryMiB }),
        );
        const { best } = searchLimits(input);
        if (!best) return;
        const { limits } = best;
        expect(isLegalTaskSize(limits)).toBe(true);
        expect(limits.min).toBeGreaterThanOrEqual(2);
        expect(limits.min).toBeLessThanOrEqual(limits.max);
        expect(limits.memoryMiB).toBeGreaterThanOrEqual(input.needMiB);
        expect(limits.memoryMiB).toBeGreaterThanOrEqual(input.before.memoryMiB / 2);
        expect(best.ceilingMicroUsd).toBe(limits.max * unitMicroUsd(limits, input.prices));
      }),
      { numRuns: 8 },
    );
  }, 60_000);
});
