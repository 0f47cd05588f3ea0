import { ACTORS } from '../actors.ts';
import type { ChangeRequest } from '../changes/request.ts';
import type { Change } from '../contract/change.ts';
import type { Decision } from '../contract/scaling.ts';
import type { ScalingMemory, Service } from '../contract/service.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { find, list, put } from '../store/record-type.ts';
import { Changes, changesOf } from '../store/records/changes.ts';
import { Decisions, latestDecisionWrites } from '../store/records/decisions.ts';
import { Services } from '../store/records/services.ts';
import type { Store } from '../store/store.ts';
import { nextFridayEvening } from './next-friday-evening.ts';
import { isOpenRaise, policyWords } from './raise.ts';

/** Asks for a Change; `requestChange` is the only one there is. */
export type RequestChange = (ports: Ports, request: ChangeRequest) => Promise<Change>;

/** What a raise is asked for: the service as it was decided on, and the decision that its ceiling cut. */
export interface RaiseNeed {
  readonly service: Service;
  readonly decision: Decision;
  readonly correlationId: string;
}

/** How many of a service's newest Changes are looked through for a raise that a crash kept from being remembered. */
const LOOK_BACK = 20;

/**
 * Asks people, through a Change, for the maximum that the load needs until Friday evening, and remembers the
 * question on the service and on the decision, which it returns. The caller has claimed the asking by
 * `raiseAskedAt`. A policy that forbids it is the outcome BLOCKED_BY_POLICY. Any other refusal is logged, and asked
 * again by a later evaluation.
 */
export async function askForRaise(ports: Ports, need: RaiseNeed, request: RequestChange): Promise<Decision> {
  const now = ports.clock.now().toISOString();
  try {
    const change =
      (await openRaiseOf(ports.store, need.service.name)) ??
      (await request(ports, raiseRequest(ports, need)));
    const isOpen = isOpenRaise(change);
    return await remember(ports, need, {
      memory: (memory) => ({ ...memory, ...(isOpen && { openRaiseChangeId: change.id }) }),
      decision: { changeId: change.id },
    });
  } catch (error) {
    if (!OpsError.is(error)) throw error;
    if (error.code !== 'policy.denied') return notAsked(ports, need, error);
    const lastRefusal = { at: now, max: need.decision.want, by: 'policy' } as const;
    return remember(ports, need, {
      memory: (memory) => ({ ...memory, lastRefusal }),
      decision: policyWords(need.decision),
    });
  }
}

async function openRaiseOf(store: Store, service: string): Promise<Change | undefined> {
  const { items } = await list(store, Changes, { ...changesOf('service', service), limit: LOOK_BACK });
  return items.find(isOpenRaise);
}

function raiseRequest(
  { clock, settings }: Ports,
  { service, decision, correlationId }: RaiseNeed,
): ChangeRequest {
  return {
    target: { kind: 'service', name: service.name },
    intent: {
      kind: 'bounds',
      replicas: { min: service.bounds.min, max: decision.want },
      until: nextFridayEvening(clock.now().toISOString(), settings.timeZone),
    },
    requestedBy: ACTORS.scaler,
    reason: decision.because,
    correlationId,
    evidence: evidenceOf(service, decision),
  };
}

/** The metric that asks for most, and its utilization where it is one. */
function evidenceOf(service: Service, { want, inputs }: Decision): NonNullable<ChangeRequest['evidence']> {
  const lead = inputs.wants.find((one) => one.want === want)?.metric;
  const { atLimitSince } = service.scaling;
  const about = { limit: service.bounds.max, want, ...(atLimitSince !== undefined && { atLimitSince }) };
  if (lead === 'cpu' || lead === 'memory')
    return { metric: lead, ...about, ...(inputs[lead] !== undefined && { utilization: inputs[lead] }) };
  return { metric: lead === 'p95Ms' ? lead : 'none', ...about };
}

function notAsked({ log }: Ports, { service, decision }: RaiseNeed, error: OpsError): Decision {
  log.warn('scaling.raise-not-asked', { service: service.name, want: decision.want, code: error.code });
  return decision;
}

/** Notes on the service and the decision how asking went. Bookkeeping: the Change has its own audit entries. */
function remember(
  { store }: Pick<Ports, 'store'>,
  { decision: { service: name, id } }: RaiseNeed,
  note: {
    readonly memory: (memory: ScalingMemory) => ScalingMemory;
    readonly decision: Partial<Decision>;
  },
): Promise<Decision> {
  return retryOnConflict(async () => {
    const [service, decision] = await Promise.all([
      find(store, Services, name),
      find(store, Decisions, { service: name, id }),
    ]);
    if (!service || !decision) throw vanished(name);
    const { raiseAskedAt: _, ...memory } = service.scaling;
    const noted = { ...decision, ...note.decision, version: decision.version + 1 };
    const next = { ...service, scaling: note.memory(memory), version: service.version + 1 };
    await store.commit({
      writes: [put(Services, next), ...latestDecisionWrites(noted)],
      audit: [],
      events: [],
    });
    return noted;
  });
}

function vanished(service: string): OpsError {
  return new OpsError('service.not_found', `The service ${service} vanished while it was decided on.`, {
    remedy: 'Nothing is to be done; the next evaluation starts anew.',
    params: { service },
  });
}
