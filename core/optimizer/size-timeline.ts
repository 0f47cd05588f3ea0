import type { Deployment, Revision, Service } from '../contract/service.ts';
import type { SizeAt, TaskSize } from './demand.ts';

/** What is known of a service's rollouts, in any order. */
export interface Rollouts {
  readonly service: Pick<Service, 'spec'>;
  readonly deployments: readonly Deployment[];
  readonly revisions: readonly Revision[];
}

interface Era {
  readonly fromMs: number;
  readonly size: TaskSize | undefined;
}

/**
 * The size that tasks had at an instant, from the rollouts that are kept: utilization says nothing without it. While a
 * rollout to another size ran, both were there: unknown. So is a time whose revision is not kept any more. Pure.
 */
export function sizeTimeline({ service, deployments, revisions }: Rollouts): SizeAt {
  const sizes = new Map(revisions.map(({ number, content }) => [number, sizeOf(content)]));
  const eras = erasOf(deployments, sizes);
  if (eras.length === 0) {
    const size = sizeOf(service.spec);
    return () => size;
  }
  return (ms) => eras.findLast(({ fromMs }) => fromMs <= ms)?.size;
}

function sizeOf({ cpuUnits, memoryMiB }: TaskSize): TaskSize {
  return { cpuUnits, memoryMiB };
}

function erasOf(deployments: readonly Deployment[], sizes: ReadonlyMap<number, TaskSize>): readonly Era[] {
  const begun = deployments
    .filter(({ startedAt }) => startedAt !== undefined)
    .toSorted((a, b) => (a.startedAt ?? '').localeCompare(b.startedAt ?? ''));
  const first = begun[0]?.fromRevision;
  const before = {
    fromMs: Number.NEGATIVE_INFINITY,
    size: first === undefined ? undefined : sizes.get(first),
  };
  return begun.length === 0 ? [] : [before, ...begun.flatMap((deployment) => erasAround(deployment, sizes))];
}

/** What a rollout made of the size: unknown while it changed, then the new one, or the old one again. */
function erasAround(
  { startedAt = '', endedAt, status, revision, fromRevision }: Deployment,
  sizes: ReadonlyMap<number, TaskSize>,
): readonly Era[] {
  const was = fromRevision === undefined ? undefined : sizes.get(fromRevision);
  const next = sizes.get(revision);
  const during = isSame(was, next) ? next : undefined;
  const after = status === 'SUCCEEDED' ? next : was;
  return [
    { fromMs: Date.parse(startedAt), size: during },
    ...(endedAt === undefined ? [] : [{ fromMs: Date.parse(endedAt), size: after }]),
  ];
}

function isSame(a: TaskSize | undefined, b: TaskSize | undefined): boolean {
  return a !== undefined && b !== undefined && a.cpuUnits === b.cpuUnits && a.memoryMiB === b.memoryMiB;
}
