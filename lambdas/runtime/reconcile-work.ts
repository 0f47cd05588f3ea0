import { type EcsHint, ecsHintOf } from '../../adapters/aws/ecs/ecs-events.ts';
import type { WorkQueue } from '../../adapters/aws/work-queue.ts';
import { OpsEvent } from '../../core/contract/events.ts';
import { SweepPart, Work } from '../../core/contract/work.ts';
import { reconcile } from '../../core/fleet/reconcile.ts';
import { reconcileAll } from '../../core/fleet/reconcile-all.ts';
import { runJob } from '../../core/jobs/run-jobs.ts';
import { PLATFORM_PARTS } from '../../core/platform-parts.ts';
import type { Ports } from '../../core/ports.ts';
import { onlyReconciles, react } from '../../core/react.ts';
import { doParts } from '../../core/tick-parts.ts';
import { eventDetailOf } from './event-detail.ts';

/** What stands in the queue: work, or an event of the product, or one of ECS. */
export type ReconcileMessage = Work | EcsHint;

/** The message in a body; undefined for what says nothing to us. Pure. */
export function reconcileMessage(body: unknown, environment: string): ReconcileMessage | undefined {
  const work = Work.safeParse(body);
  if (work.success) return work.data;
  const event = OpsEvent.safeParse(eventDetailOf(body));
  return event.success ? { kind: 'event', event: event.data } : ecsHintOf(body, environment);
}

/** Messages of one batch that ask for the same look are one piece of work. */
export function sameLook(message: ReconcileMessage): string {
  switch (message.kind) {
    case 'service':
      return `service ${message.service}`;
    case 'job':
      return `job ${message.job}`;
    case 'event': {
      const { event } = message;
      return onlyReconciles(event) ? `service ${event.service}` : `event ${event.id}`;
    }
    case 'sweep':
      return `sweep ${message.part ?? 'all'}`;
  }
}

/** The id that led to a message, where it names one. Pure. */
export function correlationOf(message: ReconcileMessage): string | undefined {
  if (message.kind === 'event') return message.event.correlationId;
  return 'correlationId' in message ? message.correlationId : undefined;
}

/** Does what a message asks for: looks at what it names, and acts on what is there. */
export async function workOn(
  { ports, queue }: { readonly ports: Ports; readonly queue: Pick<WorkQueue, 'send'> },
  message: ReconcileMessage,
): Promise<void> {
  const correlationId = correlationOf(message) ?? `queue-${ports.ids.next()}`;
  switch (message.kind) {
    case 'service':
      await reconcile(ports, { service: message.service, correlationId });
      return;
    case 'job':
      return runJob(ports, { job: message.job, correlationId });
    case 'event':
      return react(ports, message.event);
    case 'sweep':
      return message.part === undefined ? divide(queue) : sweep(ports, queue, message.part);
  }
}

/** Each part is a message of its own: one that takes long or fails holds no other back. */
function divide(queue: Pick<WorkQueue, 'send'>): Promise<void> {
  return queue.send(SweepPart.options.map((part) => ({ kind: 'sweep', part })));
}

/** How many services are handed on at once. */
const HANDED_ON = 100;

/** Services that are not at rest go back into the queue, one message each, as they are found: no worker does them all. */
function sweep(ports: Ports, queue: Pick<WorkQueue, 'send'>, part: SweepPart): Promise<void> {
  if (part !== 'tick.reconcile') return doParts(ports, { [part]: PLATFORM_PARTS[part] });
  return doParts(ports, {
    [part]: async (_ports, id) => {
      let found: Work[] = [];
      const handOn = async () => {
        const works = found;
        found = [];
        await queue.send(works);
      };
      await reconcileAll(ports, id, async (_same, work) => {
        found.push({ kind: 'service', ...work });
        if (found.length === HANDED_ON) await handOn();
      });
      await handOn();
    },
  });
}
