import type { Change, DiffLine } from '../contract/change.ts';
import type { Proposal } from '../contract/proposal.ts';
import type { Service } from '../contract/service.ts';
import { formatInstant } from '../format.ts';
import { addDays, isBefore } from '../units.ts';
import type { Blocked } from './candidates.ts';
import type { HumanEdit } from './classify.ts';
import { changedFields, type LimitField } from './limits.ts';

/** How long what a person set is left alone, a regression bars its direction, and a deployment is waited out (spec, the nightly optimizer). */
export const WAIT_DAYS = { edit: 7, blocked: 14, deployment: 1 } as const;

/** Executed, or about to be. */
const IN_FORCE: readonly Change['status'][] = ['APPROVED', 'EXECUTING', 'VERIFYING', 'DONE'];

/**
 * The fields of its limits that people set within the last 7 days, newest first as `changes` are. The Change that created a
 * service set everything and says nothing about what shall stay; a proposal that a person applied is the optimizer's own. Pure.
 */
export function humanEdits(changes: readonly Change[], now: string): readonly HumanEdit[] {
  const since = addDays(now, -WAIT_DAYS.edit);
  return changes
    .filter(
      ({ requestedBy, kind, status }) =>
        requestedBy.kind === 'human' && kind !== 'optimize' && IN_FORCE.includes(status),
    )
    .filter(({ createdAt }) => isBefore(since, createdAt))
    .flatMap(({ plan, requestedBy, createdAt }) =>
      plan.diff.flatMap((line) => {
        const field = fieldOf(line);
        return field ? [{ field, by: requestedBy.sub, at: createdAt }] : [];
      }),
    );
}

const FIELD_OF_PATH: Readonly<Record<string, LimitField>> = {
  cpuUnits: 'cpuUnits',
  memoryMiB: 'memoryMiB',
  'bounds.min': 'min',
  'bounds.max': 'max',
};

function fieldOf({ path, before, after }: DiffLine): LimitField | undefined {
  if (before === undefined) return undefined;
  if (path === 'scaling') return cpuTargetOf(before) === cpuTargetOf(after) ? undefined : 'cpuTarget';
  return FIELD_OF_PATH[path];
}

function cpuTargetOf(scaling: unknown): unknown {
  const text = JSON.stringify(scaling) ?? '';
  return /"targets":\{[^}]*"cpu":([\d.]+)/.exec(text)?.[1];
}

/** The directions that regressions of the last 14 days bar. Pure. */
export function blockedDirections(proposals: readonly Proposal[], now: string): readonly Blocked[] {
  const since = addDays(now, -WAIT_DAYS.blocked);
  return proposals
    .filter(({ revertedAt }) => revertedAt !== undefined && isBefore(since, revertedAt))
    .flatMap(({ before, after }) =>
      changedFields(before, after).map((field) => ({
        field,
        direction: after[field] < before[field] ? ('down' as const) : ('up' as const),
      })),
    );
}

/** Why a service is not to be touched tonight, in plain words; undefined when it may be. Pure. */
export function whyNotTonight(service: Service, open: Proposal | undefined, now: string): string | undefined {
  const { status, deploymentId, queuedDeploymentId, timeBox } = service;
  if (deploymentId !== undefined || queuedDeploymentId !== undefined) return 'A deployment is in flight.';
  if (status !== 'HEALTHY' && status !== 'DEGRADED') return `It is ${status}.`;
  const deployed = service.deployedAt ?? service.createdAt;
  if (isBefore(addDays(now, -WAIT_DAYS.deployment), deployed))
    return `It was deployed on ${formatInstant(deployed)}; the first 24 hours after a deployment are waited out.`;
  if (timeBox) return `Its bounds are raised until ${formatInstant(timeBox.until)}, then they go back.`;
  if (open?.status === 'VERIFYING')
    return `What was applied on ${formatInstant(open.appliedAt ?? open.at)} is still being verified.`;
  if (open?.status === 'APPLYING') return 'An earlier proposal is being applied.';
  return undefined;
}
