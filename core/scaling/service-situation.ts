import { AlarmKind } from '../contract/monitoring.ts';
import type { Decision, ScalingInputs } from '../contract/scaling.ts';
import type { Service } from '../contract/service.ts';
import type { Headroom } from './headroom.ts';
import type { ScalingRule, ScalingSeen } from './scaling-situation.ts';
import type { Load, MetricWant } from './want-per-metric.ts';

/** What this service is scaled by. */
export function ruleOf(service: Service, headroom: Headroom): ScalingRule {
  return { ...service.bounds, targets: headroom.targets(service), cooldowns: service.spec.scaling.cooldowns };
}

/**
 * What is seen of this service. `last` is its latest decision: equal holds repeat it without writing the service, so
 * that its last want belongs to what is remembered.
 */
export function seenOf(
  service: Service,
  { now, load, last }: { readonly now: string; readonly load: Load; readonly last: Decision | undefined },
): ScalingSeen {
  const { recentWants } = service.scaling;
  return {
    now,
    desired: service.desiredCount,
    running: service.observed?.running ?? 0,
    load,
    deploying: isDeploying(service),
    alarms: alarmsOf(service),
    remembered: {
      ...service.scaling,
      recentWants: last ? [...recentWants, { at: last.lastAt, want: last.want }] : recentWants,
    },
  };
}

/** What a decision record keeps of its inputs. */
export function inputsOf(
  rule: ScalingRule,
  seen: Pick<ScalingSeen, 'desired' | 'running' | 'load' | 'alarms'>,
  wants: readonly MetricWant[],
): ScalingInputs {
  const { min, max, targets } = rule;
  const { desired, running, load, alarms } = seen;
  return {
    desired,
    running,
    min,
    max,
    ...load,
    cpuTarget: targets.cpu,
    memoryTarget: targets.memory,
    p95TargetMs: targets.p95Ms,
    wants: wants.map(({ metric, want }) => ({ metric, want })),
    alarms,
  };
}

/** The kinds of alarm that are in ALARM. */
export function alarmsOf({ alarms }: Pick<Service, 'alarms'>): readonly AlarmKind[] {
  return AlarmKind.options.filter((kind) => alarms[kind] === 'ALARM');
}

function isDeploying({ deploymentId, status }: Service): boolean {
  return deploymentId !== undefined || status === 'DEPLOYING' || status === 'ROLLING_BACK';
}
