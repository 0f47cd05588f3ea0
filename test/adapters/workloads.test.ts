import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import {
  CALM_SHAPE,
  generatedWorkload,
  LIVELY_SHAPE,
} from '../../adapters/embedded/workloads/generated-workload.ts';
import { recordedWorkload } from '../../adapters/embedded/workloads/recorded-workload.ts';
import { parseTrace, readTraces } from '../../adapters/embedded/workloads/traces.ts';
import { MS } from '../../core/units.ts';

const MONDAY = Date.parse('2026-03-02T00:00:00Z');
const lively = (seed: number) => generatedWorkload({ ...LIVELY_SHAPE, seed, baseRps: 40 });

function traceOf(text: string) {
  const trace = parseTrace(text, 'unnamed');
  if (typeof trace === 'string') throw new Error(trace);
  return trace;
}

describe('generated demand', () => {
  it('is never negative, and the same for the same seed and instant in whatever order it is asked for', () => {
    const instants = fc.array(fc.integer({ min: MONDAY, max: MONDAY + 400 * MS.day }), { minLength: 1 });
    const property = fc.property(fc.nat(), instants, (seed, times) => {
      const forwards = times.map((ms) => lively(seed).demandAt(ms));
      const one = lively(seed);
      const backwards = [...times].reverse().map((ms) => one.demandAt(ms));
      expect(backwards.reverse()).toEqual(forwards);
      expect(Math.min(...forwards)).toBeGreaterThanOrEqual(0);
    });
    fc.assert(property);
  });

  it('is busy in the afternoon, quiet at night and lower on Sunday', () => {
    const { demandAt } = generatedWorkload({ ...CALM_SHAPE, seed: 1, baseRps: 40 });
    const [night, afternoon] = [demandAt(MONDAY + 2 * MS.hour), demandAt(MONDAY + 14 * MS.hour)];
    expect(afternoon).toBeGreaterThan(1.3 * night);
    expect(demandAt(MONDAY + 6 * MS.day + 14 * MS.hour)).toBeLessThan(0.85 * afternoon);
  });

  it('has noise of at most one per cent where it is calm', () => {
    const shape = { ...CALM_SHAPE, dailySwing: 0, weekendDip: 0, seed: 5, baseRps: 100 };
    const { demandAt } = generatedWorkload(shape);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 6 }), (minute) => {
        expect(Math.abs(demandAt(MONDAY + minute * MS.minute) - 100)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('has spikes and new levels where it is lively, and keeps every day apart', () => {
    const week = (seed: number) =>
      Array.from({ length: 30 * 288 }, (_, i) => lively(seed).demandAt(MONDAY + i * 5 * MS.minute));
    const values = week(3);
    const calmPeak = 40 * (1 + LIVELY_SHAPE.dailySwing) * (1 + LIVELY_SHAPE.noise);
    expect(Math.max(...values)).toBeGreaterThan(1.3 * calmPeak);
    expect(week(4)).not.toEqual(values);
  });
});

describe('recorded demand', () => {
  const trace = traceOf('# name=steps\n# step_s=60\n0\n10\n20\n30\n');

  it('passes through its steps on straight lines and repeats for ever', () => {
    const { demandAt } = recordedWorkload(trace, { scaleTo: 20, startMs: MONDAY });
    const at = (minutes: number) => demandAt(MONDAY + minutes * MS.minute);
    expect([at(0), at(1), at(1.5), at(3)]).toEqual([0, 10, 15, 30]);
    expect([at(4), at(9), at(-1)]).toEqual([0, 10, 30]);
  });

  it('has the level asked for as its 95th percentile', () => {
    const values = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), {
      minLength: 2,
      maxLength: 200,
    });
    const property = fc.property(values, fc.double({ min: 1, max: 500, noNaN: true }), (raw, scaleTo) => {
      const recorded = traceOf(`# step_s=60\n${raw.join('\n')}\n`);
      const { demandAt } = recordedWorkload(recorded, { scaleTo, startMs: MONDAY });
      const demand = raw.map((_, i) => demandAt(MONDAY + i * MS.minute)).sort((a, b) => a - b);
      expect(demand[Math.floor(0.95 * (raw.length - 1))]).toBeCloseTo(scaleTo, 6);
    });
    fc.assert(property);
  });

  it('is silent, not broken, for a recording of nothing but zeros', () => {
    const silent = traceOf('# step_s=60\n0\n0\n');
    expect(recordedWorkload(silent, { scaleTo: 50, startMs: 0 }).demandAt(MONDAY)).toBe(0);
  });
});

describe('reading a recording', () => {
  it('takes its header and fills gaps from their neighbours', () => {
    const text =
      '# name=web\n# step_s=300\n# unit=rps\n# start=2015-02-26T21:42:53\n# source=a=b\n\n4\nNaN\n\n10\n11\n12\nx\n';
    const trace = traceOf(text);
    expect(trace).toMatchObject({ name: 'web', stepSec: 300, unit: 'rps', source: 'a=b', filled: 4 });
    expect(trace.startMs).toBe(Date.parse('2015-02-26T21:42:53Z'));
    expect([...trace.values]).toEqual([4, 4, 6, 8, 10, 11, 12, 12]);
  });

  it('takes what is below nothing for nothing', () => {
    expect([...traceOf('# step_s=60\n-5\n2\n').values]).toEqual([0, 2]);
  });

  it.each([
    ['1633478400', 1_633_478_400_000],
    ['2015-02-26T21:42:53Z', Date.parse('2015-02-26T21:42:53Z')],
    ['once', undefined],
    ['', undefined],
  ])('understands the start %p', (start, startMs) => {
    expect(traceOf(`# step_s=60\n# start=${start}\n1\n`).startMs).toBe(startMs);
  });

  it.each([
    ['1\n2\n', /step_s/],
    ['# step_s=0\n1\n', /step_s/],
    ['# step_s=60\n', /no number/],
    ['# step_s=60\na,b\nc,d\n1\n', /most of its lines/],
    ['', /step_s/],
  ])('says why %j is none', (text, why) => {
    expect(parseTrace(text, 'x')).toMatch(why);
  });

  it('reads a folder by name, and names the files that are none', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'traces-'));
    try {
      await writeFile(join(dir, 'b.csv.gz'), gzipSync('# step_s=60\n1\n2\n'));
      await writeFile(join(dir, 'a.csv.gz'), gzipSync('# name=first\n# step_s=60\n1\n'));
      await writeFile(join(dir, 'c.csv.gz'), 'not gzip');
      await writeFile(join(dir, 'notes.txt'), 'hello');
      const { traces, skipped } = await readTraces(dir);
      expect(traces.map(({ name }) => name)).toEqual(['first', 'b']);
      expect(skipped).toEqual([{ file: 'c.csv.gz', because: expect.stringContaining('gzip') }]);
    } finally {
      await rm(dir, { recursive: true });
    }
  });

  it('refuses a folder that is not there', async () => {
    await expect(readTraces(join(tmpdir(), 'no-such-folder'))).rejects.toMatchObject({
      code: 'dev.not_here',
    });
  });
});
