import type { Facts } from '../changes/facts.ts';
import type { JobSpec } from '../contract/job.ts';
import type { Service } from '../contract/service.ts';
import { OpsError } from '../errors.ts';
import { nextTicks } from './schedule.ts';

/**
 * Refuses a job that could never do its work; a job that is to be retired is never refused.
 * @throws OpsError `request.invalid` for a schedule that cannot be read or never fires, or for neither or both of image
 *   and builtin; `service.not_found` and `service.illegal_state` for a target that is not there or is retired.
 */
export function refuseBadJob({ request, job, at, jobTarget }: Facts): void {
  const { intent } = request;
  if (intent.kind !== 'job' || intent.retire) return;
  const { spec } = intent;
  const [next] = nextTicks(spec, at, 1);
  const isNew = job?.spec.schedule !== spec.schedule || job.status === 'RETIRED';
  if (!next && isNew && spec.schedule !== 'manual') throw neverFires(spec);
  if ((spec.image === undefined) === (spec.builtin === undefined)) throw noOneWork(spec);
  if (spec.targetService !== undefined) refuseBadTarget(spec.targetService, jobTarget);
}

function refuseBadTarget(name: string, service: Service | undefined): void {
  if (!service)
    throw new OpsError('service.not_found', `No service is named ${name}.`, {
      remedy: 'Name a live service in targetService, or leave it out.',
      params: { service: name },
      errors: [{ field: 'targetService', problem: 'names no service', remedy: 'name a live service' }],
    });
  if (service.status !== 'RETIRED' && service.status !== 'RETIRING') return;
  throw new OpsError('service.illegal_state', `${name} is ${service.status}; no job can work on it.`, {
    remedy: 'Restore the service first, or leave targetService out.',
    params: { service: name, status: service.status },
    errors: [{ field: 'targetService', problem: 'is retired', remedy: 'restore it, or name a live service' }],
  });
}

function neverFires({ schedule, timeZone }: JobSpec): OpsError {
  const problem = `${schedule} lies in the past of ${timeZone}`;
  return field('schedule', problem, 'name a time to come, or use manual and run it now');
}

function noOneWork({ image }: JobSpec): OpsError {
  return image === undefined
    ? field('image', 'is missing', 'name the image to run, or a builtin such as optimize-resources')
    : field('builtin', 'stands beside an image', 'leave out image or builtin: a job does one work');
}

function field(name: string, problem: string, remedy: string): OpsError {
  return new OpsError('request.invalid', `${name}: ${problem}.`, {
    remedy: `${name}: ${remedy}.`,
    errors: [{ field: name, problem, remedy }],
  });
}
