import type { Decision } from '../contract/scaling.ts';
import type { Service } from '../contract/service.ts';

/** A task count that new bounds moved, and the Change that moved them. */
export interface Clamp {
  readonly id: string;
  readonly before: Service;
  readonly after: Service;
  readonly changeId: string;
  readonly at: string;
  readonly trigger: Decision['trigger'];
}

/** The decision record of a task count that had to follow new bounds; undefined when it did not move. Pure. */
export function clampDecision({ id, before, after, changeId, at, trigger }: Clamp): Decision | undefined {
  const from = before.desiredCount;
  const to = after.desiredCount;
  if (from === to) return undefined;
  const { min, max } = after.bounds;
  const { cpu, memory, p95Ms } = after.spec.scaling.targets;
  return {
    id,
    service: after.name,
    at,
    lastAt: at,
    repeats: 1,
    trigger,
    actor: 'scaler',
    outcome: to > from ? 'SCALED_OUT' : 'SCALED_IN',
    from,
    to,
    want: from,
    rule: 'follow the bounds',
    because: `The approved bounds are now ${min} to ${max} tasks, so ${from} became ${to}.`,
    whyNot: `${from} would have stayed if it were inside ${min} to ${max}.`,
    inputs: {
      desired: from,
      running: before.observed?.running ?? 0,
      min,
      max,
      cpuTarget: cpu,
      memoryTarget: memory,
      p95TargetMs: p95Ms,
      wants: [],
      alarms: [],
    },
    changeId,
    version: 1,
  };
}
