import type { JobRun } from '../contract/job.ts';
import type { Ports } from '../ports.ts';
import { each, find, remove } from '../store/record-type.ts';
import { isOver, JobRuns, runsOf } from '../store/records/job-runs.ts';
import { Jobs } from '../store/records/jobs.ts';
import type { Write } from '../store/store.ts';

/** Deletions that one commit holds. */
const CHUNK = 50;

/** Forgets the oldest runs of a job beyond its `history`; runs that are not over stay. Their audit entries stay too. */
export async function pruneRuns({ store }: Pick<Ports, 'store'>, name: string): Promise<void> {
  const job = await find(store, Jobs, name);
  if (!job) return;
  let seen = 0;
  let writes: Write[] = [];
  for await (const run of each(store, JobRuns, runsOf(name))) {
    seen += 1;
    if (seen > job.spec.history && isOver(run)) writes.push(deletionOf(run));
    if (writes.length === CHUNK) {
      await store.commit({ writes, audit: [], events: [] });
      writes = [];
    }
  }
  if (writes.length > 0) await store.commit({ writes, audit: [], events: [] });
}

function deletionOf({ job, id, version }: JobRun): Write {
  return remove(JobRuns, { job, id }, version);
}
