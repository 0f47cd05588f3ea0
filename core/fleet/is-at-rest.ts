import type { Service } from '../contract/service.ts';
import { alarmRulesDigest } from './alarms-differ.ts';
import type { ObservedService } from './compute.ts';
import { healthyTasks, isActive } from './picture.ts';
import { contentHashOfSpec } from './revision.ts';

type Present = Extract<ObservedService, { kind: 'present' }>;

/**
 * Whether there is nothing to do about a service: it runs what it shall, as often as it shall, watched by the alarms it
 * needs, and all that is recorded.
 * Cheap: the tick asks it of every service and reconciles only the others. Pure.
 */
export function isAtRest(service: Service, observed: ObservedService): boolean {
  if (service.status === 'RETIRED') return true;
  if (observed.kind === 'missing') return false;
  return (
    isSettled(service) &&
    runsAsWanted(service, observed) &&
    isRecorded(service, observed) &&
    isWatched(service)
  );
}

function isSettled({ status, deploymentId, queuedDeploymentId, drift }: Service): boolean {
  const moving = deploymentId !== undefined || queuedDeploymentId !== undefined || drift.length > 0;
  return status === 'HEALTHY' && !moving;
}

function runsAsWanted(service: Service, observed: Present): boolean {
  const { desiredCount, appliedCount, generation, spec } = service;
  const counted = observed.desiredCount === desiredCount && appliedCount === desiredCount;
  const idle = observed.status === 'ACTIVE' && !isActive(observed.deployment) && observed.pendingCount === 0;
  return (
    counted &&
    idle &&
    observed.generation === generation &&
    healthyTasks(observed) >= desiredCount &&
    observed.contentHash === contentHashOfSpec(spec)
  );
}

/** New bounds or targets ask for other alarms, even where no event told of them. */
function isWatched(service: Service): boolean {
  return service.alarmRules === alarmRulesDigest(service);
}

function isRecorded({ observed: seen }: Service, observed: Present): boolean {
  return (
    seen?.running === observed.runningCount &&
    seen.healthy === healthyTasks(observed) &&
    seen.pending === observed.pendingCount &&
    seen.desired === observed.desiredCount
  );
}
