import { ACTORS } from '../actors.ts';
import { requestChange } from '../changes/request-change.ts';
import type { ServiceStatus } from '../contract/lifecycle.ts';
import type { Decision } from '../contract/scaling.ts';
import type { ScalingMemory } from '../contract/service.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { find, put } from '../store/record-type.ts';
import { Changes } from '../store/records/changes.ts';
import { Decisions } from '../store/records/decisions.ts';
import type { Store } from '../store/store.ts';
import { askForRaise, type RequestChange } from './ask-for-raise.ts';
import { decideScaling, type ScalingDecision } from './decide-scaling.ts';
import { fixedHeadroom } from './headroom.ts';
import { loadSubject, type Subject } from './load-subject.ts';
import { blockedByPolicy, forgetEndedRaise, isRaiseDue } from './raise.ts';
import { readLoad } from './read-load.ts';
import { type AlarmSighting, recordAlarms, type Told, toldBy } from './record-alarm.ts';
import { coalesced, recordingOf } from './record-decision.ts';
import type { ScalingRule, ScalingSeen } from './scaling-situation.ts';
import { inputsOf, ruleOf, seenOf } from './service-situation.ts';

/** Which service is to be decided on, and what made us look. */
export interface EvaluationRequest {
  readonly service: string;
  readonly trigger: Decision['trigger'];
  readonly correlationId: string;
  /** The alarm that made us look: its state is stored with the decision. */
  readonly sighting?: AlarmSighting;
}

/** Everything an evaluation looks at, read at one time. */
interface Loaded extends Subject {
  readonly told: Told | undefined;
  readonly rule: ScalingRule;
  readonly seen: ScalingSeen;
}

/** What was decided, and whether people shall be asked for more room. */
interface Decided {
  readonly record: Decision;
  readonly memory: ScalingMemory;
  readonly asks: boolean;
}

const ATTEMPTS = 3;

/** Nothing to scale yet, or nothing any more. */
const NOT_SCALED: readonly ServiceStatus[] = ['CREATING', 'RETIRING', 'RETIRED'];

/**
 * Decides anew how many tasks a service shall have, and records it; reconcile acts on the recorded count. Beyond the
 * approved maximum it asks people for more, once. Undefined where there is nothing to scale: no such service, or one
 * that is being created or retired. Safe to call at any time and any number of times. When other writers were first
 * three times, the decision is CONFLICT and changes nothing; a later evaluation decides.
 *
 * Costs one request that reads, one that asks for metrics and one that writes, unless people are asked.
 */
export async function evaluateScaling(
  ports: Ports,
  request: EvaluationRequest,
  ask: RequestChange = requestChange,
): Promise<Decision | undefined> {
  for (let left = ATTEMPTS; left > 0; left--) {
    try {
      return await evaluate(ports, request, ask);
    } catch (error) {
      if (!OpsError.is(error, 'store.conflict')) throw error;
    }
  }
  await noteAlarm(ports, request);
  return recordConflict(ports, request);
}

async function evaluate(
  ports: Ports,
  request: EvaluationRequest,
  ask: RequestChange,
): Promise<Decision | undefined> {
  const loaded = await load(ports, request);
  if (!loaded) return noteAlarm(ports, request);

  const decided = await decide(ports, loaded, request);
  const { correlationId } = request;
  await ports.store.commit(
    recordingOf(ports, { ...loaded, ...decided, actor: ACTORS.scaler, correlationId }),
  );
  if (!decided.asks) return decided.record;
  const service = { ...loaded.service, scaling: decided.memory };
  return askForRaise(ports, { service, decision: decided.record, correlationId }, ask);
}

/** An alarm is noted although nothing is decided with it. */
async function noteAlarm(ports: Ports, { sighting, ...about }: EvaluationRequest): Promise<undefined> {
  if (sighting) await recordAlarms(ports, { ...about, sightings: [sighting] });
}

async function load(
  ports: Ports,
  { service: name, sighting, correlationId }: EvaluationRequest,
): Promise<Loaded | undefined> {
  const subject = await loadSubject(ports.store, name);
  if (!subject || NOT_SCALED.includes(subject.service.status)) return undefined;
  const sightings = sighting ? [sighting] : [];
  const told = toldBy(ports, subject.service, { sightings, correlationId });
  const service = told?.service ?? subject.service;
  const measured = await readLoad(ports, service);
  const now = ports.clock.now().toISOString();
  const { last, head } = subject;
  return {
    service,
    last,
    head,
    told,
    rule: ruleOf(service, fixedHeadroom),
    seen: seenOf(service, { now, load: measured, last }),
  };
}

async function decide(
  { ids, store }: Pick<Ports, 'ids' | 'store'>,
  { service, last, rule, seen }: Loaded,
  request: EvaluationRequest,
): Promise<Decided> {
  const first = decideScaling(rule, seen);
  const remember = await withoutEndedRaise(store, first, request);
  const decision = blockedByPolicy({ ...first, remember }, remember, seen.now);
  const fresh = recordOf(decision, { rule, seen, request, id: ids.next() });
  const asks = decision.outcome === 'BLOCKED_BY_CEILING' && isRaiseDue(remember, decision.want, seen.now);
  return {
    record: coalesced(last, { ...fresh, service: service.name }),
    memory: asks ? { ...remember, raiseAskedAt: seen.now } : remember,
    asks,
  };
}

/** An alarm is answered without looking whether the raise that was asked for has ended, unless that matters. */
async function withoutEndedRaise(
  store: Store,
  { outcome, remember }: Pick<ScalingDecision, 'outcome' | 'remember'>,
  { trigger }: Pick<EvaluationRequest, 'trigger'>,
): Promise<ScalingMemory> {
  const id = remember.openRaiseChangeId;
  if (id === undefined || (trigger === 'alarm' && outcome !== 'BLOCKED_BY_CEILING')) return remember;
  return forgetEndedRaise(remember, await find(store, Changes, id));
}

function recordOf(
  { outcome, from, to, want, wants, rule: firedRule, because, whyNot }: ScalingDecision,
  {
    rule,
    seen,
    request,
    id,
  }: Pick<Loaded, 'rule' | 'seen'> & { readonly request: EvaluationRequest; readonly id: string },
): Decision {
  return {
    id,
    service: request.service,
    at: seen.now,
    lastAt: seen.now,
    repeats: 1,
    trigger: request.trigger,
    actor: ACTORS.scaler.sub,
    outcome,
    from,
    to,
    want,
    rule: firedRule,
    because,
    whyNot,
    inputs: inputsOf(rule, seen, wants),
    version: 1,
  };
}

/** A decision that could not be recorded with the service is recorded beside it, so that the loss is seen. */
async function recordConflict(ports: Ports, request: EvaluationRequest): Promise<Decision | undefined> {
  const loaded = await load(ports, request);
  if (!loaded) return undefined;
  const { rule, seen } = loaded;
  const decided = recordOf(decideScaling(rule, seen), { rule, seen, request, id: ports.ids.next() });
  const record: Decision = {
    ...decided,
    outcome: 'CONFLICT',
    to: decided.from,
    rule: 'store.conflict',
    because: `The service was being changed by others ${ATTEMPTS} times in a row; the count stays at ${decided.from}.`,
    whyNot: `It would have been ${decided.outcome} at ${decided.to} tasks; the next evaluation decides again.`,
  };
  await ports.store.commit({ writes: [put(Decisions, record)], audit: [], events: [] });
  return record;
}
