import { seedFor, unitAt } from '../../adapters/embedded/seeded-random.ts';
import { generatedWorkload, LIVELY_SHAPE } from '../../adapters/embedded/workloads/generated-workload.ts';
import { recordedWorkload } from '../../adapters/embedded/workloads/recorded-workload.ts';
import type { Trace } from '../../adapters/embedded/workloads/traces.ts';
import type { Workload } from '../../adapters/embedded/workloads/workload.ts';
import type { MetricName, MetricSeries } from '../../core/contract/monitoring.ts';
import { ServiceSpec } from '../../core/contract/service-spec.ts';
import { FARGATE_MEMORY_MIB } from '../../core/contract/task-size.ts';
import { HISTORY, HISTORY_METRICS } from '../../core/optimizer/history.ts';
import { clamp, MS } from '../../core/units.ts';

/** A service of the bench: its spec, and what was measured of it. */
export interface BenchService {
  readonly spec: ServiceSpec;
  readonly series: readonly MetricSeries[];
}

/** What a request costs and a task burns without any; as the simulated images do. */
const WORK = { vcpuPerRps: 0.02, overheadVcpu: 0.005 } as const;

/** The shapes of service that the fleet is made of: between well-sized and far too large. */
const SIZES = [256, 512, 1_024, 2_048] as const;

/** Service `n` of a fleet with 14 days of history up to `endMs`, after a recording or generated. */
export function benchService(n: number, endMs: number, traces: readonly Trace[]): BenchService {
  const draw = (key: string) => unitAt(7, `${n}/${key}`);
  const cpuUnits = SIZES[Math.floor(draw('size') * SIZES.length)] ?? 512;
  const memories = FARGATE_MEMORY_MIB.get(cpuUnits) ?? [];
  const memoryMiB = memories[Math.min(memories.length - 1, Math.floor(draw('memory') * 3))] ?? 2_048;
  const min = 1 + Math.floor(draw('min') * 4);
  const spec = ServiceSpec.parse({
    name: `service-${n}`,
    image: 'public/whoami:v1',
    cpuUnits,
    memoryMiB,
    replicas: { min, max: min * 2 + 2 },
  });
  const rps = (min * (0.2 + 0.6 * draw('load')) * cpuUnits) / 1_024 / WORK.vcpuPerRps;
  return {
    spec,
    series: measured(spec, workload(n, { rps, endMs, traces }), { endMs, used: 0.2 + 0.6 * draw('used') }),
  };
}

function workload(
  n: number,
  { rps, endMs, traces }: { rps: number; endMs: number; traces: readonly Trace[] },
): Workload {
  const trace = traces[n % Math.max(1, traces.length)];
  const startMs = endMs - HISTORY.days * MS.day;
  if (trace) return recordedWorkload(trace, { scaleTo: rps, startMs });
  return generatedWorkload({ ...LIVELY_SHAPE, noise: 0.05, seed: seedFor(7, `fleet/${n}`), baseRps: rps });
}

/** What the platform would have measured, with as many tasks as the load needs within the bounds. */
function measured(
  spec: ServiceSpec,
  { demandAt }: Workload,
  of: { endMs: number; used: number },
): readonly MetricSeries[] {
  const steps = (HISTORY.days * 86_400) / HISTORY.stepSec;
  const points = new Map<MetricName, { at: string; value: number }[]>(
    HISTORY_METRICS.map((name) => [name, []]),
  );
  const vcpu = spec.cpuUnits / 1_024;
  for (let step = 0; step < steps; step += 1) {
    const atMs = of.endMs - (steps - step) * HISTORY.stepSec * MS.second;
    const rps = demandAt(atMs);
    const work = rps * WORK.vcpuPerRps;
    const running = clamp(Math.ceil(work / (vcpu * 0.6)), spec.replicas.min, spec.replicas.max);
    const cpu = Math.min(1, (work / running + WORK.overheadVcpu) / vcpu);
    const values = {
      cpu,
      memory: of.used * (0.9 + 0.1 * cpu),
      running,
      requests: rps * 60,
      p95Ms: 120 + 80 * cpu,
      errors5xx: 0,
      restarts: 0,
    };
    const at = new Date(atMs).toISOString();
    for (const name of HISTORY_METRICS) points.get(name)?.push({ at, value: values[name] });
  }
  return HISTORY_METRICS.map((metric) => ({
    service: spec.name,
    metric,
    unit: '',
    periodSec: HISTORY.stepSec,
    points: points.get(metric) ?? [],
  }));
}
