import type { EventName, OpsEvent } from './contract/events.ts';
import { reconcile } from './fleet/reconcile.ts';
import { runJob } from './jobs/run-jobs.ts';
import { followNewest } from './optimizer/follow-proposals.ts';
import type { Ports } from './ports.ts';
import { type AlarmHint, decideOnAlarm } from './scaling/decide-on-alarm.ts';
import { evaluateScaling } from './scaling/evaluate-scaling.ts';

/**
 * What an event makes happen. Events are hints: each reaction reads what is and acts on that, so a lost, doubled,
 * late or reordered event costs one tick at most.
 */
type Reaction = (ports: Ports, event: OpsEvent & { readonly service: string }) => Promise<unknown>;

const toReconcile: Reaction = (ports, { service, correlationId }) =>
  reconcile(ports, { service, correlationId });

/** New bounds may let the scaler do what it could not before. */
const toScaleAndReconcile: Reaction = async (ports, event) => {
  await evaluateScaling(ports, { ...event, trigger: 'approval' });
  await toReconcile(ports, event);
};

const REACTIONS: Partial<Record<EventName, Reaction>> = {
  'change.executed': toScaleAndReconcile,
  'change.reverted': toScaleAndReconcile,
  'service.scaled': toReconcile,
  'approval.approved': toReconcile,
  'approval.voted': toReconcile,
  'approval.expired': toReconcile,
  'deployment.stopping': toReconcile,
  'proposal.made': followNewest,
};

/** What lets a job's run move: it was asked for, given up, or another one made room for it. */
const MOVES_RUNS: readonly EventName[] = [
  'run.scheduled',
  'run.cancelled',
  'run.succeeded',
  'run.failed',
  'run.timed-out',
  'run.lost',
];

/** Whether all that an event makes happen is a look at its service. */
export function onlyReconciles({ name, service, job }: OpsEvent): boolean {
  return service !== undefined && job === undefined && REACTIONS[name] === toReconcile;
}

/** The events that something reacts to: what a bus must bring here. */
export const MOVING_EVENTS: readonly string[] = [...Object.keys(REACTIONS), ...MOVES_RUNS];

/** Reacts to an event of the product. Idempotent; an event that nothing reacts to is fine. */
export async function react(ports: Ports, event: OpsEvent): Promise<void> {
  const { service, job, correlationId } = event;
  if (job !== undefined && MOVES_RUNS.includes(event.name)) await runJob(ports, { job, correlationId });
  if (service !== undefined) await REACTIONS[event.name]?.(ports, { ...event, service });
}

/** Decides on an alarm, and acts at once where this worker may: elsewhere the event of the decision leads to that. */
export async function reactToAlarm(ports: Ports, hint: AlarmHint): Promise<void> {
  const decision = await decideOnAlarm(ports, hint);
  if (decision) await reconcile(ports, hint);
}
