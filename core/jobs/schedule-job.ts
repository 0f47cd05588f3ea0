import type { ChangeRequest } from '../changes/request.ts';
import { requestChange } from '../changes/request-change.ts';
import type { Change } from '../contract/change.ts';
import { Builtin, type Job, type JobSpec } from '../contract/job.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { mustFindJob } from './load-run.ts';

/** Who asks for a Change of a job, and why. */
export type JobAsk = Omit<ChangeRequest, 'target' | 'intent' | 'alongside' | 'evidence'>;

/**
 * Makes `spec` the whole spec of the job, which is created if need be; one without image or builtin does the builtin of
 * its name. The same spec again creates nothing. @throws OpsError as `requestChange` and `refuseBadJob`
 */
export function scheduleJob(ports: Ports, spec: JobSpec, ask: JobAsk): Promise<Change> {
  return requestChange(ports, { ...ask, ...jobIntent(withBuiltin(spec), false) });
}

/** What can be done to a job as it stands. */
export type JobVerb = 'suspend' | 'resume' | 'retire';

/**
 * Pauses, wakes or ends a job. What is so already stays so.
 * @throws OpsError `job.not_found`, `job.illegal_state` for a retired job
 */
export async function changeJob(
  ports: Ports,
  name: string,
  of: { readonly verb: JobVerb; readonly ask: JobAsk },
): Promise<Change> {
  const job = await mustFindJob(ports.store, name);
  const refusal = refusedJobVerbs(job)[of.verb];
  if (refusal !== undefined && job.status === 'RETIRED' && of.verb !== 'retire')
    throw new OpsError('job.illegal_state', refusal, {
      remedy: 'Schedule the job again with POST /api/v1/jobs.',
      params: { job: name, status: job.status, verb: of.verb },
    });
  const suspend = of.verb === 'retire' ? job.spec.suspend : of.verb === 'suspend';
  return requestChange(ports, { ...of.ask, ...jobIntent({ ...job.spec, suspend }, of.verb === 'retire') });
}

/** What cannot be done with a job now, verb by verb, each with the reason. Pure. */
export function refusedJobVerbs({ name, status, spec, openRunIds }: Job): Readonly<Record<string, string>> {
  if (status === 'RETIRED') {
    const reason = `${name} is retired; schedule it again first.`;
    return { suspend: reason, resume: reason, retire: reason, startRun: reason };
  }
  const overlap = spec.concurrencyPolicy === 'Forbid' && openRunIds.length > 0;
  return {
    ...(status === 'SUSPENDED'
      ? { suspend: `${name} is suspended already.` }
      : { resume: `${name} is not suspended.` }),
    ...(overlap && { startRun: `A run of ${name} is not over, and its runs may not overlap.` }),
  };
}

function jobIntent(spec: JobSpec, retire: boolean) {
  return { target: { kind: 'job', name: spec.name }, intent: { kind: 'job', spec, retire } } as const;
}

function withBuiltin(spec: JobSpec): JobSpec {
  if (spec.image !== undefined || spec.builtin !== undefined) return spec;
  const builtin = Builtin.options.find((option) => option === spec.name);
  return builtin ? { ...spec, builtin } : spec;
}
