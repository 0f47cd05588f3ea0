import { ACTORS } from './actors.ts';
import { ERRORS } from './contract/errors.ts';
import type { EventName, OpsEvent } from './contract/events.ts';
import { PolicyIntake } from './contract/policy.ts';
import { OpsError } from './errors.ts';
import { reconcile } from './fleet/reconcile.ts';
import { runJob } from './jobs/run-jobs.ts';
import { receivePolicy } from './policy/receive-policy.ts';
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

/**
 * Reacts to a policy that the Governance Layer put on the bus: the same message and the same care as by the API. An
 * event that is refused is audited and done with; only what may pass later is thrown, so that it comes again.
 * @throws OpsError of a retryable code.
 */
export async function reactToPolicy(ports: Ports, detail: unknown): Promise<void> {
  const parsed = PolicyIntake.safeParse(detail);
  if (!parsed.success) {
    ports.log.warn('policy.event-unreadable', { problem: parsed.error.message });
    return;
  }
  const correlationId = `event-${ports.ids.next()}`;
  const receipt = { intake: parsed.data, sent: detail, actor: ACTORS.governance, correlationId };
  try {
    await receivePolicy(ports, receipt);
  } catch (error) {
    if (!OpsError.is(error) || ERRORS[error.code].retryable) throw error;
    ports.log.warn('policy.event-refused', { code: error.code, policy: parsed.data.name, correlationId });
  }
}
