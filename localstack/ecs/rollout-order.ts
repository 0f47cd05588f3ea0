import type { RevisionContent } from '../../core/contract/service-spec.ts';
import type { Cause, RollOut } from '../../core/fleet/compute.ts';
import { contentOf, hashOf, type StoredDefinition } from './definition-book.ts';
import type { DeploymentSettings, Tags } from './ecs-inputs.ts';

/** A rollout as the simulated cloud takes it. */
export type Order = Pick<
  RollOut,
  'content' | 'contentHash' | 'strategy' | 'circuitBreaker' | 'rollbackAlarms' | 'cause'
>;

/** What a definition and the settings of a deployment ask of the simulated cloud. Pure. */
export function orderOf(definition: StoredDefinition, settings: DeploymentSettings, tags: Tags = []): Order {
  const { thresholdConfiguration } = settings.deploymentCircuitBreaker;
  const content: RevisionContent = contentOf(definition);
  return {
    content,
    contentHash: hashOf(definition),
    strategy: strategyOf(settings),
    circuitBreaker: {
      thresholdType: thresholdConfiguration.type,
      threshold: thresholdConfiguration.value,
      resetOnHealthyTask: false,
    },
    rollbackAlarms: settings.alarms.enable ? settings.alarms.alarmNames : [],
    cause: causeOf(definition, tags),
  };
}

/** Who set the definition, for which Change: what the tags of the call say, else those of the definition. */
function causeOf({ registeredBy, tags: own }: StoredDefinition, tags: Tags): Cause {
  const said = (key: string, ...from: readonly Tags[]) =>
    from.flatMap((list) => list.find((tag) => tag.key === key)?.value ?? [])[0];
  return { actor: said('hms:set-by', own) ?? registeredBy, changeId: said('hms:change', tags, own) };
}

function strategyOf(settings: DeploymentSettings): RollOut['strategy'] {
  const { strategy, bakeTimeInMinutes: bakeMin, canaryConfiguration, linearConfiguration } = settings;
  switch (strategy) {
    case 'CANARY':
      return {
        kind: 'canary',
        percent: canaryConfiguration?.canaryPercent ?? 5,
        bakeMin: canaryConfiguration?.canaryBakeTimeInMinutes ?? bakeMin,
        pause: settings.lifecycleHooks.length > 0,
      };
    case 'LINEAR':
      return {
        kind: 'linear',
        percent: linearConfiguration?.stepPercent ?? 10,
        bakeMin: linearConfiguration?.stepBakeTimeInMinutes ?? bakeMin,
      };
    case 'BLUE_GREEN':
      return { kind: 'blueGreen', bakeMin };
    case 'ROLLING':
      return { kind: 'rolling' };
  }
}
