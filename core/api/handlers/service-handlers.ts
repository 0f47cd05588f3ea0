import type { Change } from '../../contract/change.ts';
import type { serviceRoutes } from '../../contract/routes/service-routes.ts';
import type { ROUTES } from '../../contract/routes.ts';
import type { Service } from '../../contract/service.ts';
import type { ServiceSpec } from '../../contract/service-spec.ts';
import { OpsError } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import { retryOnConflict } from '../../retry.ts';
import { find } from '../../store/record-type.ts';
import { Services } from '../../store/records/services.ts';
import type { Call, Handler, Reply } from '../handler.ts';
import { mustFindService } from '../must-find.ts';
import { askChange } from './ask-change.ts';
import { patchedSpec } from './service-patch.ts';

type Name = keyof typeof serviceRoutes;
type ServiceHandler<N extends Name> = Handler<(typeof ROUTES)[N]>;

/** `POST /services`: the spec becomes the whole spec of the service, which is created if need be. */
export const deployService: ServiceHandler<'deployService'> = async (ports, call) => {
  const spec = call.body;
  const live = await find(ports.store, Services, spec.name);
  const kind = live && live.status !== 'RETIRED' ? 'update' : 'deploy';
  return askChange(ports, call, {
    target: target(spec.name),
    intent: { kind, spec },
    reason: 'deployed by request',
  });
};

/** `PATCH /services/{name}`: a patch of a spec that changed meanwhile is laid on the new one. */
export const updateService: ServiceHandler<'updateService'> = (ports, call) =>
  retryOnConflict(async () => {
    const service = await mustFindService(ports.store, call.params.name);
    const spec = patchedSpec(service, call.sentBody);
    return askPatched(ports, call, { service, spec });
  });

async function askPatched(
  ports: Ports,
  call: Call<(typeof ROUTES)['updateService']>,
  { service, spec }: { readonly service: Service; readonly spec: ServiceSpec },
): Promise<Reply<Change>> {
  const expectedVersion = call.expectedVersion ?? service.version;
  try {
    return await askChange(
      ports,
      { ...call, expectedVersion },
      {
        target: target(service.name),
        intent: { kind: 'update', spec },
        reason: 'updated by request',
      },
    );
  } catch (error) {
    throw call.expectedVersion === undefined && OpsError.is(error, 'version.mismatch')
      ? movedOn(error)
      : error;
  }
}

/** The caller named no version, so this is ours to try again. */
function movedOn(cause: OpsError): OpsError {
  return new OpsError('store.conflict', 'The service changed while it was read.', {
    remedy: 'Send the same request again.',
    cause,
  });
}

/** `PUT /services/{name}/bounds`. */
export const setServiceBounds: ServiceHandler<'setServiceBounds'> = (ports, call) => {
  const { min, max, until, reason } = call.body;
  return askChange(ports, call, {
    target: target(call.params.name),
    intent: { kind: 'bounds', replicas: { min, max }, ...(until !== undefined && { until }) },
    reason,
  });
};

/** `POST /services/{name}/rollback`: without a number, to the newest success before the present revision. */
export const rollbackService: ServiceHandler<'rollbackService'> = async (ports, call) => {
  const service = await mustFindService(ports.store, call.params.name);
  return askChange(ports, call, {
    target: target(service.name),
    intent: { kind: 'rollback', toRevision: call.body.toRevision ?? lastGoodRevision(service) },
    reason: call.body.reason,
  });
};

function lastGoodRevision({ name, revision, succeededRevisions }: Service): number {
  const earlier = succeededRevisions.filter((number) => number < revision);
  if (earlier.length > 0) return Math.max(...earlier);
  throw new OpsError('revision.not_found', `${name} has no earlier revision that succeeded.`, {
    remedy: `List /api/v1/services/${name}/revisions and name one in toRevision.`,
    params: { service: name, revision },
    errors: [{ field: 'toRevision', problem: 'has no default here', remedy: 'name a kept revision' }],
  });
}

/** `POST /services/{name}/retire`. */
export const retireService: ServiceHandler<'retireService'> = (ports, call) => {
  const { reason, overrideReason } = call.body;
  return askChange(ports, call, {
    target: target(call.params.name),
    intent: { kind: 'retire', ...(overrideReason !== undefined && { overrideReason }) },
    reason,
  });
};

/** `POST /services/{name}/restore`. */
export const restoreService: ServiceHandler<'restoreService'> = (ports, call) =>
  askChange(ports, call, {
    target: target(call.params.name),
    intent: { kind: 'restore' },
    reason: call.body.reason,
  });

/** `POST /services/{name}/drift`. */
export const answerDrift: ServiceHandler<'answerDrift'> = (ports, call) => {
  const { field, answer, reason } = call.body;
  return askChange(ports, call, {
    target: target(call.params.name),
    intent: { kind: 'drift', field, answer },
    reason,
  });
};

function target(name: string) {
  return { kind: 'service', name } as const;
}
