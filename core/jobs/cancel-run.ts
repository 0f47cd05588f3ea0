import type { JobRun } from '../contract/job.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { type GiveUp, giveUpRun, hasEnded } from './give-up-run.ts';

/**
 * Cancels a run for somebody; cancelling it again answers the same. Its task is stopped by the event or the tick.
 * @throws OpsError `job.not_found`, `run.not_found`, `run.illegal_state` for a run that ended otherwise
 */
export async function cancelRun(
  ports: Pick<Ports, 'store' | 'ids' | 'clock'>,
  wish: GiveUp,
): Promise<JobRun> {
  const run = await giveUpRun(ports, wish);
  if (!hasEnded(run)) return run;
  throw new OpsError('run.illegal_state', `The run is ${run.status} already.`, {
    remedy: 'Nothing has to be stopped; read the run to see how it ended.',
    params: { job: run.job, runId: run.id, status: run.status },
  });
}
