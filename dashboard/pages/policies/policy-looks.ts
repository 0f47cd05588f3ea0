import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { PolicyDecision, PolicyStatus, PolicyView, TaskPolicy } from '../../../core/contract/policy.ts';

type Look = StatusIndicatorProps.Type;

/** How each state of a policy version looks. */
export const POLICY_LOOKS: Readonly<Record<PolicyStatus, Look>> = {
  RECEIVED: 'pending',
  VALIDATED: 'pending',
  INVALID: 'error',
  STAGED: 'pending',
  ROLLING_OUT: 'in-progress',
  ACTIVE: 'success',
  SUPERSEDED: 'stopped',
  PAUSED: 'warning',
  ROLLING_BACK: 'error',
  ROLLED_BACK: 'error',
};

/** How each standing of a task looks. An unreachable task is never shown as fine. */
export const TASK_LOOKS: Readonly<Record<TaskPolicy['status'], Look>> = {
  PENDING: 'pending',
  DOWNLOADED: 'in-progress',
  ACTIVATED: 'success',
  FAILED: 'error',
  UNREACHABLE: 'warning',
  EXEMPT: 'stopped',
};

/** How each answer of admission looks. */
export const VERDICT_LOOKS: Readonly<Record<PolicyDecision['status'], Look>> = {
  approved: 'success',
  rejected: 'error',
  'needs manual review': 'warning',
};

/** Whether every task that has to run the newest version of a policy does. */
export function isConverged({ convergence, missing }: PolicyView): boolean {
  return convergence === 1 && missing.length === 0;
}
