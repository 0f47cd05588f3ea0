import { auditDraft, opsEvent } from '../audit/audit-draft.ts';
import type { Actor } from '../contract/identity.ts';
import { DEPLOYMENT_VERBS, isLegal } from '../contract/lifecycle.ts';
import type { Deployment, Service } from '../contract/service.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { check, find, put } from '../store/record-type.ts';
import { Deployments } from '../store/records/deployments.ts';
import { Services } from '../store/records/services.ts';

/** Who stops what, and why. */
export interface StopRequest {
  readonly service: string;
  readonly actor: Actor;
  readonly reason: string;
  readonly correlationId: string;
}

/**
 * Records that a person stops the rollout in flight; the next reconcile rolls it back. Stopping one that is going back
 * already changes nothing.
 * @throws OpsError `service.not_found`, `deployment.illegal_state`
 */
export async function stopDeployment(
  ports: Pick<Ports, 'store' | 'clock' | 'ids'>,
  request: StopRequest,
): Promise<Deployment> {
  return retryOnConflict(async () => {
    const service = await find(ports.store, Services, request.service);
    if (!service) throw notFound(request.service);
    const { deploymentId: id } = service;
    const deployment =
      id === undefined ? undefined : await find(ports.store, Deployments, { service: service.name, id });
    if (deployment?.status === 'ROLLING_BACK') return deployment;
    if (!deployment || !isLegal(DEPLOYMENT_VERBS, 'stop', deployment.status))
      throw illegal(service, deployment);
    return record(ports, request, { service, deployment });
  });
}

async function record(
  ports: Pick<Ports, 'store' | 'clock' | 'ids'>,
  { actor, reason, correlationId }: StopRequest,
  { service, deployment }: { readonly service: Service; readonly deployment: Deployment },
): Promise<Deployment> {
  const { changeId } = deployment;
  const stopping: Deployment = {
    ...deployment,
    status: 'ROLLING_BACK',
    statusReason: `Stopped by ${actor.sub}: ${reason}`,
    stoppedBy: actor.sub,
    waitingSince: undefined,
    version: deployment.version + 1,
  };
  const action = 'deployment.stopping';
  const detail = { deploymentId: deployment.id, revision: deployment.revision };
  const stream = `service/${service.name}`;
  await ports.store.commit({
    writes: [put(Deployments, stopping), check(Services, service.name, service.version)],
    audit: [
      auditDraft(ports, {
        stream,
        actor,
        action,
        target: service.name,
        changeId,
        correlationId,
        reason,
        detail,
      }),
    ],
    events: [opsEvent(ports, { name: action, actor, correlationId, service: service.name, changeId })],
  });
  return stopping;
}

function notFound(name: string): OpsError {
  return new OpsError('service.not_found', `No service is named ${name}.`, {
    remedy: 'List the services and use one of their names.',
    params: { service: name },
  });
}

function illegal({ name }: Service, deployment: Deployment | undefined): OpsError {
  const state = deployment ? `its deployment is ${deployment.status}` : 'nothing is being deployed';
  return new OpsError('deployment.illegal_state', `${name} has no rollout to stop: ${state}.`, {
    remedy: `To go back to an earlier revision, POST /api/v1/services/${name}/rollback.`,
    params: { service: name, status: deployment?.status },
  });
}
