import type { Actor } from '../contract/identity.ts';
import { isLegal, SERVICE_VERBS } from '../contract/lifecycle.ts';
import type { Decision } from '../contract/scaling.ts';
import type { Service } from '../contract/service.ts';
import { OpsError } from '../errors.ts';
import { plural } from '../format.ts';
import type { Ports } from '../ports.ts';
import { retryOnConflict } from '../retry.ts';
import { find } from '../store/record-type.ts';
import { Services } from '../store/records/services.ts';
import { fixedHeadroom } from './headroom.ts';
import { recordingOf } from './record-decision.ts';
import { nextMemory } from './scaling-memory.ts';
import { inputsOf, ruleOf, seenOf } from './service-situation.ts';

/** Who wants how many tasks of which service, and why. */
export interface ScaleWish {
  readonly service: string;
  readonly desiredCount: number;
  readonly actor: Actor;
  readonly reason: string;
  readonly correlationId: string;
}

type Ours = Pick<Ports, 'store' | 'clock' | 'ids'>;

/**
 * Sets the task count that a person asks for, inside the approved bounds, and records it as a decision. The scaler
 * takes it from there, and does not go below it for as long as it stabilises.
 * @throws OpsError `service.not_found`, `service.illegal_state`, `service.out_of_bounds`; nothing is stored then.
 */
export function scaleByRequest(ports: Ours, wish: ScaleWish): Promise<Decision> {
  return retryOnConflict(async () => {
    const service = await mustScale(ports, wish);
    const now = ports.clock.now().toISOString();
    const record = recordOf(service, wish, { id: ports.ids.next(), now });
    const memory = nextMemory(service.scaling, now, record);
    const { actor, correlationId } = wish;
    await ports.store.commit(recordingOf(ports, { service, record, memory, actor, correlationId }));
    return record;
  });
}

async function mustScale({ store }: Ours, { service: name, desiredCount }: ScaleWish): Promise<Service> {
  const service = await find(store, Services, name);
  if (!service)
    throw new OpsError('service.not_found', `No service is named ${name}.`, {
      remedy: 'List the services and use one of their names, or deploy it first.',
      params: { service: name },
    });
  if (!isLegal(SERVICE_VERBS, 'scale', service.status))
    throw new OpsError('service.illegal_state', `${name} cannot be scaled while it is ${service.status}.`, {
      remedy: `Wait until it is ${SERVICE_VERBS.scale.join(' or ')}.`,
      params: { service: name, status: service.status },
    });
  const { min, max } = service.bounds;
  if (desiredCount >= min && desiredCount <= max) return service;
  throw new OpsError(
    'service.out_of_bounds',
    `${plural(desiredCount, 'task')} is outside the approved ${min} to ${max}.`,
    {
      remedy: `Ask for ${min} to ${max}, or have the bounds changed with PUT /api/v1/services/${name}/bounds.`,
      params: { service: name, min, max, desiredCount },
    },
  );
}

function recordOf(
  service: Service,
  { desiredCount: to, actor, reason }: ScaleWish,
  { id, now }: { readonly id: string; readonly now: string },
): Decision {
  const from = service.desiredCount;
  const { min, max } = service.bounds;
  const outcome = to > from ? 'SCALED_OUT' : to < from ? 'SCALED_IN' : 'HELD_IN_TOLERANCE';
  const seen = seenOf(service, { now, load: {}, last: undefined });
  return {
    id,
    service: service.name,
    at: now,
    lastAt: now,
    repeats: 1,
    trigger: 'request',
    actor: actor.sub,
    outcome,
    from,
    to,
    want: to,
    rule: 'request',
    because: `${actor.sub} asked for ${plural(to, 'task')}: ${reason}`,
    whyNot: `It would be refused outside of ${min} to ${max}.`,
    inputs: inputsOf(ruleOf(service, fixedHeadroom), seen, []),
    version: 1,
  };
}
