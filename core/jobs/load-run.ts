import type { Job, JobRun } from '../contract/job.ts';
import { OpsError } from '../errors.ts';
import { find } from '../store/record-type.ts';
import { JobRuns } from '../store/records/job-runs.ts';
import { Jobs } from '../store/records/jobs.ts';
import type { Store } from '../store/store.ts';

/** The job of this name. @throws OpsError `job.not_found` */
export async function mustFindJob(store: Store, name: string): Promise<Job> {
  const job = await find(store, Jobs, name);
  if (job) return job;
  throw new OpsError('job.not_found', `No job is named ${name}.`, {
    remedy: 'List the jobs and use one of their names, or schedule it first.',
    params: { job: name },
  });
}

/** A run of a job with this id. @throws OpsError `job.not_found`, `run.not_found` */
export async function mustFindRun(
  store: Store,
  { job, id }: { readonly job: string; readonly id: string },
): Promise<JobRun> {
  const run = await find(store, JobRuns, { job, id });
  if (run) return run;
  await mustFindJob(store, job);
  throw new OpsError('run.not_found', `The job ${job} has no run ${id}.`, {
    remedy: `List /api/v1/jobs/${job}/runs and use one of their ids.`,
    params: { job, runId: id },
  });
}
