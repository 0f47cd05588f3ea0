import type { MetricName, MetricSeries } from '../../../core/contract/monitoring.ts';
import { loadFrom, readLoad } from '../../../core/scaling/read-load.ts';
import { addSeconds } from '../../../core/units.ts';
import { ago, NOW } from './situations.ts';

/** A series whose values are one minute apart, the newest `NOW`. */
function minutes(metric: MetricName, ...values: readonly (number | undefined)[]): MetricSeries {
  const points = values.flatMap((value, i) =>
    value === undefined ? [] : [{ at: addSeconds(NOW, 60 * (i + 1 - values.length)), value }],
  );
  return { service: 'web', metric, unit: '', periodSec: 60, points };
}

function service(desiredCount: number, lastOutAt?: string) {
  return { name: 'web', desiredCount, scaling: { recentWants: [], ...(lastOutAt && { lastOutAt }) } };
}

describe('reading the load of a service', () => {
  it('averages the newest three minutes', () => {
    const load = loadFrom([minutes('cpu', 0.1, 0.1, 0.3, 0.6, 0.9), minutes('memory', 0.5)], service(2));
    expect(load.cpu).toBeCloseTo(0.6, 9);
    expect(load.memory).toBe(0.5);
  });

  it('leaves out what was not measured', () => {
    expect(loadFrom([minutes('cpu')], service(2))).toEqual({
      cpu: undefined,
      memory: undefined,
      p95Ms: undefined,
    });
  });

  it.each([
    ['the tasks that shall run', 2, [2, 2, 2], 0.88],
    ['fewer tasks, while more start', 3, [2, 2, 2], 0.5866666667],
    ['more tasks, while some drain', 3, [4, 4, 4], 1.1733333333],
    ['tasks that came one after the other', 4, [2, 3, 4], 0.66],
  ])('restates what was measured of %s', (_words, desired, running, expected) => {
    const load = loadFrom(
      [minutes('cpu', 0.88, 0.88, 0.88), minutes('running', ...running)],
      service(desired),
    );
    expect(load.cpu).toBeCloseTo(expected, 9);
  });

  it('takes CPU as it was measured where the number of tasks is not known', () => {
    expect(loadFrom([minutes('cpu', 0.88)], service(3)).cpu).toBe(0.88);
  });

  it('leaves out latencies of minutes in which tasks were still starting', () => {
    const series = [minutes('p95Ms', 900, 900, 300), minutes('running', 2, 2, 3)];
    expect(loadFrom(series, service(3, ago(120))).p95Ms).toBe(300);
  });

  it('counts latencies again when what was added does not come', () => {
    const series = [minutes('p95Ms', 900, 900, 900), minutes('running', 2, 2, 2)];
    expect(loadFrom(series, service(3, ago(600))).p95Ms).toBe(900);
    expect(loadFrom(series, service(3, ago(120))).p95Ms).toBeUndefined();
  });

  it('asks for the last five minutes only, because older points say nothing of now', async () => {
    const asked: { readonly from: Date; readonly to: Date }[] = [];
    const ports = {
      clock: { now: () => new Date(NOW) },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      metrics: {
        read: async (request: { readonly from: Date; readonly to: Date }) => {
          asked.push({ from: request.from, to: request.to });
          return [];
        },
      },
    };
    expect(await readLoad(ports, service(2))).toEqual({});
    expect(asked).toEqual([{ from: new Date(ago(300)), to: new Date(NOW) }]);
  });
});
