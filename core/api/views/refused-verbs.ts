import {
  DEPLOYMENT_VERBS,
  isLegal,
  SERVICE_VERBS,
  type ServiceStatus,
  type ServiceVerb,
} from '../../contract/lifecycle.ts';
import type { Deployment, Service } from '../../contract/service.ts';

/** What a status means to a person who wants to do something. */
const IN_WORDS: Readonly<Record<ServiceStatus, string>> = {
  CREATING: 'is being created',
  HEALTHY: 'is healthy',
  DEGRADED: 'is degraded',
  DEPLOYING: 'is being deployed',
  ROLLING_BACK: 'is being rolled back',
  BLOCKED: 'is blocked',
  RETIRING: 'is being retired',
  RETIRED: 'is retired',
  FAILED: 'has failed',
};

/** What cannot be done with a service now, verb by verb, each with the reason. From the lifecycle tables. Pure. */
export function refusedVerbs(
  service: Service,
  deployment: Deployment | undefined,
): Readonly<Record<string, string>> {
  // Safe: the keys of the table are the verbs.
  const verbs = Object.keys(SERVICE_VERBS) as ServiceVerb[];
  const refusals = verbs.flatMap((verb) => {
    const reason = whyNot(verb, service);
    return reason === undefined ? [] : [[verb, reason] as const];
  });
  const stop = whyNotStop(service, deployment);
  return Object.fromEntries(stop === undefined ? refusals : [...refusals, ['stopDeployment', stop] as const]);
}

function whyNot(verb: ServiceVerb, service: Service): string | undefined {
  const { name, status } = service;
  if (verb === 'deploy' && status === 'RETIRED') return undefined; // its name may be used again
  if (!isLegal(SERVICE_VERBS, verb, status)) return `${name} ${IN_WORDS[status]}${hint(verb, status)}.`;
  if (verb === 'answerDrift' && service.drift.length === 0)
    return `${name} has no drift: it runs as it was asked to.`;
  if (verb === 'rollback' && !service.succeededRevisions.some((number) => number !== service.revision))
    return `${name} has no other revision that succeeded.`;
  return undefined;
}

function hint(verb: ServiceVerb, status: ServiceStatus): string {
  if (verb === 'restore') return '; only a retired service can be restored';
  return status === 'RETIRED' ? '; restore it first' : '; wait until that is over';
}

function whyNotStop({ name }: Service, deployment: Deployment | undefined): string | undefined {
  if (!deployment) return `${name} has no deployment in flight.`;
  return isLegal(DEPLOYMENT_VERBS, 'stop', deployment.status)
    ? undefined
    : `The deployment of ${name} is ${deployment.status.toLowerCase().replace('_', ' ')}; it cannot be stopped now.`;
}
