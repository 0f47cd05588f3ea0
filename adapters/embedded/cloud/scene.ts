import type { AlarmKind, AlarmState } from '../../../core/contract/monitoring.ts';
import type { Sidecars } from './sidecars.ts';

/**
 * A hint that something happened, as EventBridge carries it: `alarm` for "CloudWatch Alarm State Change", the others
 * for the ECS "Deployment", "Task" and "Hook State Change". It may come late, twice or never.
 */
export type CloudEvent =
  | {
      readonly kind: 'alarm';
      readonly service: string;
      readonly alarmKind: AlarmKind;
      readonly state: AlarmState;
      readonly at: string;
    }
  | { readonly kind: 'deployment' | 'task' | 'hook'; readonly service: string; readonly at: string }
  /** The task of a job's run moved; `service` is the job. */
  | { readonly kind: 'run'; readonly service: string; readonly at: string };

/** What the parts of the simulation share: the instant that is simulated, chance, and who is told. */
export interface Scene {
  readonly seed: number;
  /** The instant being simulated, epoch ms; while `advance` works through the past it lags behind the clock. */
  nowMs: number;
  emit(event: CloudEvent): void;
  /** What runs beside the containers of service tasks. */
  readonly sidecars: Sidecars;
}

/** Tells that something of `kind` happened to a service now. */
export function hint(scene: Scene, kind: 'deployment' | 'task' | 'hook', service: string): void {
  scene.emit({ kind, service, at: new Date(scene.nowMs).toISOString() });
}
