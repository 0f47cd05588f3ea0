import type { TaskStop } from './fleet-state.ts';

/**
 * Why tasks stop, in the words of ECS. Sources: Amazon ECS developer guide, "Stopped tasks error codes"
 * (docs.aws.amazon.com/AmazonECS/latest/userguide/stopped-task-error-codes.html) and the `stopCode` values of the
 * API reference, `Task`.
 */
export const STOPS = {
  cannotPull: (image: string): TaskStop => ({
    stopCode: 'TaskFailedToStart',
    stoppedReason: `CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref ${image}: ${image}: not found`,
  }),
  secretMissing: (arn: string): TaskStop => ({
    stopCode: 'TaskFailedToStart',
    stoppedReason: `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${arn} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
  }),
  execFormat: (): TaskStop => ({
    stopCode: 'TaskFailedToStart',
    stoppedReason:
      'CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: OCI runtime create failed: unable to start container process: exec /app/server: exec format error',
  }),
  exited: (exitCode: number): TaskStop => ({
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'Essential container in task exited',
    exitCode,
  }),
  outOfMemory: (): TaskStop => ({
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'OutOfMemoryError: Container killed due to memory usage',
    exitCode: 137,
  }),
  unhealthy: (): TaskStop => ({
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: 'Task failed container health checks',
    exitCode: 143,
  }),
  scaledIn: (deploymentId: string): TaskStop => ({
    stopCode: 'ServiceSchedulerInitiated',
    stoppedReason: `Scaling activity initiated by (deployment ${deploymentId})`,
    exitCode: 0,
  }),
  hostGone: (instance: string): TaskStop => ({
    stopCode: 'TerminationNotice',
    stoppedReason: `Host EC2 (instance i-${instance}) terminated.`,
  }),
  byHand: (): TaskStop => ({
    stopCode: 'UserInitiated',
    stoppedReason: 'Task stopped by user',
    exitCode: 0,
  }),
} as const;
