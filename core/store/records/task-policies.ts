import * as z from 'zod';
import { Instant, Name } from '../../contract/primitives.ts';
import { addDays } from '../../units.ts';
import type { RecordType } from '../record-type.ts';

/**
 * What one task has said of one policy: the numbers of the versions it was offered, runs, and could not take.
 * `at`: when it last said something new, or a sign of life after hours.
 */
export const TaskStanding = z
  .object({
    policy: Name,
    service: Name,
    taskId: z.string(),
    offered: z.int().optional(),
    active: z.int().optional(),
    failed: z.int().optional(),
    error: z.string().optional(),
    at: Instant,
    version: z.int(),
  })
  .readonly();
export type TaskStanding = z.infer<typeof TaskStanding>;

interface TaskPolicyId {
  readonly policy: string;
  readonly service: string;
  readonly taskId: string;
}

/** A task that says nothing for so long is gone. Signs of life are written every 6 hours. */
const KEPT_DAYS = 2;

/**
 * | access pattern                       | how                                          |
 * |--------------------------------------|----------------------------------------------|
 * | where a task stands with a policy    | get `POLICY-TASKS#policy` / service#taskId    |
 * | where all tasks stand with a policy  | query `POLICY-TASKS#policy`                  |
 */
export const TaskPolicies: RecordType<TaskStanding, TaskPolicyId> = {
  name: 'task policy',
  schema: TaskStanding,
  key: ({ policy, service, taskId }) => ({ pk: `POLICY-TASKS#${policy}`, sk: `${service}#${taskId}` }),
  idOf: ({ policy, service, taskId }) => ({ policy, service, taskId }),
  expiresAt: ({ at }) => addDays(at, KEPT_DAYS),
};

/** Where all tasks stand with a policy. */
export function standingsOf(policy: string) {
  return { pk: `POLICY-TASKS#${policy}`, order: 'ascending' } as const;
}
