import type { StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type {
  ApprovalStatus,
  ChangeStatus,
  DeploymentStatus,
  ServiceStatus,
} from '../../core/contract/lifecycle.ts';
import type { AlarmState, HealthState } from '../../core/contract/monitoring.ts';

type Look = StatusIndicatorProps.Type;
type Looks<State extends string> = Readonly<Record<State, Look>>;

/** How each state looks: one shape and colour per meaning, on every page. */
export const SERVICE_LOOKS: Looks<ServiceStatus> = {
  CREATING: 'in-progress',
  HEALTHY: 'success',
  DEGRADED: 'warning',
  DEPLOYING: 'in-progress',
  ROLLING_BACK: 'in-progress',
  BLOCKED: 'warning',
  RETIRING: 'in-progress',
  RETIRED: 'stopped',
  FAILED: 'error',
};

/** `no data` is never green: unknown is not fine. */
export const HEALTH_LOOKS: Looks<HealthState> = {
  ok: 'success',
  warning: 'warning',
  critical: 'error',
  'no data': 'pending',
};

export const ALARM_LOOKS: Looks<AlarmState> = { OK: 'success', ALARM: 'error', INSUFFICIENT_DATA: 'pending' };

export const DEPLOYMENT_LOOKS: Looks<DeploymentStatus> = {
  PLANNED: 'pending',
  AWAITING_APPROVAL: 'pending',
  QUEUED: 'pending',
  PREPARING: 'in-progress',
  ROLLING_OUT: 'in-progress',
  PAUSED: 'pending',
  BAKING: 'in-progress',
  ROLLING_BACK: 'in-progress',
  SUCCEEDED: 'success',
  ROLLED_BACK: 'error',
  FAILED: 'error',
  CANCELLED: 'stopped',
  SUPERSEDED: 'stopped',
};

export const CHANGE_LOOKS: Looks<ChangeStatus> = {
  PLANNED: 'pending',
  AWAITING_APPROVAL: 'pending',
  APPROVED: 'in-progress',
  EXECUTING: 'in-progress',
  VERIFYING: 'in-progress',
  DONE: 'success',
  REJECTED: 'stopped',
  EXPIRED: 'stopped',
  CANCELLED: 'stopped',
  SUPERSEDED: 'stopped',
  STALE: 'warning',
  DENIED_BY_POLICY: 'error',
  FAILED: 'error',
  REVERTED: 'info',
};

export const APPROVAL_LOOKS: Looks<ApprovalStatus> = {
  PENDING: 'pending',
  APPROVED: 'in-progress',
  EXECUTING: 'in-progress',
  EXECUTED: 'success',
  REJECTED: 'stopped',
  EXPIRED: 'stopped',
  CANCELLED: 'stopped',
  SUPERSEDED: 'stopped',
  STALE: 'warning',
  FAILED: 'error',
  REVERTED: 'info',
};
