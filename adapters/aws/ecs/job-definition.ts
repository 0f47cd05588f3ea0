import type { RevisionContent } from '../../../core/contract/service-spec.ts';
import { contentHashOf } from '../../../core/fleet/revision.ts';
import type { RunTask } from '../../../core/jobs/task-runner.ts';
import { nameOfJob } from './tags.ts';
import type { Definition } from './task-definition.ts';

/**
 * The task definition of a job's attempt: image, size and secrets. Command and environment differ with each run, so they
 * are overrides of the call. A job answers nobody: it has the default port and no health check is asked of it. Pure.
 */
export function jobDefinition(task: RunTask): Definition {
  const { job, image, cpuUnits, memoryMiB, secrets, cause } = task;
  const content: RevisionContent = {
    image,
    cpuUnits,
    memoryMiB,
    port: 0,
    healthCheck: { path: '/', graceSec: 0 },
    environment: {},
    secrets,
  };
  return { service: nameOfJob(job), content, contentHash: contentHashOf(content), cause };
}
