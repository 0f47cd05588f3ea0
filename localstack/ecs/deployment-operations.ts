import * as z from 'zod';
import { inFlight, type ServiceState } from '../../adapters/embedded/cloud/fleet-state.ts';
import { read } from './ecs-inputs.ts';
import { EcsRefusal, require } from './ecs-refusal.ts';
import type { Operations } from './json-rpc.ts';
import type { Platform } from './service-operations.ts';
import { seconds, showDeployment } from './show-service.ts';

const OfService = z.looseObject({ service: z.string() });
const ByArns = z.object({ serviceDeploymentArns: z.array(z.string()).min(1).max(20) });
const Revisions = z.object({ serviceRevisionArns: z.array(z.string()).min(1).max(20) });
const Stop = z.object({
  serviceDeploymentArn: z.string(),
  stopType: z.enum(['ABORT', 'ROLLBACK']).default('ROLLBACK'),
});
const Continue = z.object({
  serviceDeploymentArn: z.string(),
  hookId: z.string(),
  action: z.enum(['CONTINUE', 'ROLLBACK']).default('CONTINUE'),
});

/**
 * The operations of ECS on service deployments and service revisions. The simulated cloud remembers the newest deployment
 * of a service, so that one is listed.
 */
export function deploymentOperations(platform: Platform): Operations {
  return {
    ListServiceDeployments: (input) => {
      const service = platform.services.present(read(OfService, input).service);
      const shown = showDeployment(platform, service);
      return { serviceDeployments: shown ? [shown] : [] };
    },
    DescribeServiceDeployments: (input) => ({
      serviceDeployments: read(ByArns, input).serviceDeploymentArns.flatMap((arn) => {
        const shown = showDeployment(platform, serviceOf(platform, arn));
        return shown?.serviceDeploymentArn === arn ? [shown] : [];
      }),
      failures: [],
    }),
    DescribeServiceRevisions: (input) => ({
      serviceRevisions: read(Revisions, input).serviceRevisionArns.map((arn) => showRevision(platform, arn)),
      failures: [],
    }),
    StopServiceDeployment: async (input) => {
      const { serviceDeploymentArn } = read(Stop, input);
      const { service, deploymentId } = moving(platform, serviceDeploymentArn);
      const cause = { actor: platform.place.caller };
      await platform.cloud.compute.stopDeployment({ service: service.name, deploymentId, cause });
      return { serviceDeploymentArn };
    },
    ContinueServiceDeployment: async (input) => {
      const { serviceDeploymentArn, hookId, action } = read(Continue, input);
      const { service, deploymentId } = moving(platform, serviceDeploymentArn);
      require(service.deployment?.hookId === hookId, 'The hook does not await an action.');
      const call = { service: service.name, deploymentId, cause: { actor: platform.place.caller } };
      if (action === 'CONTINUE') await platform.cloud.compute.continueDeployment({ ...call, hookId });
      else await platform.cloud.compute.stopDeployment(call);
      return { serviceDeploymentArn };
    },
  };
}

/** `.../service-deployment/<cluster>/<service>/<id>`, and a service revision alike. */
function serviceOf({ services }: Platform, arn: string): ServiceState {
  const found = services.find(arn.split('/').at(-2) ?? '');
  if (found) return found;
  throw new EcsRefusal('ServiceDeploymentNotFoundException', 'Service deployment not found.');
}

/** The deployment that an ARN names, if it is still under way. @throws EcsRefusal `ConflictException` when it has ended. */
function moving(platform: Platform, arn: string) {
  const service = serviceOf(platform, arn);
  const deployment = inFlight(service);
  const isMeant = deployment && platform.arns.serviceDeployment(service.name, deployment.id) === arn;
  if (!isMeant) throw new EcsRefusal('ConflictException', 'The service deployment has ended.');
  return { service, deploymentId: deployment.id };
}

function showRevision(platform: Platform, arn: string) {
  const service = serviceOf(platform, arn);
  const number = Number(arn.split('/').at(-1));
  const runs = Object.values(service.definitions).find(({ revision }) => revision === number);
  if (!runs) throw new EcsRefusal('InvalidParameterException', 'Service revision not found.');
  return {
    serviceRevisionArn: arn,
    serviceArn: platform.arns.service(service.name),
    clusterArn: platform.arns.cluster,
    taskDefinition: platform.services.definition(service, runs.contentHash).arn,
    launchType: 'FARGATE',
    createdAt: seconds(service.deployment?.startedMs ?? 0),
  };
}
