import { meters } from './runtime/meters.ts';
import { onQueue } from './runtime/on-queue.ts';
import { reconcilePorts } from './runtime/ports/reconcile-ports.ts';
import { workQueue as queue } from './runtime/ports/work-queue.ts';
import { correlationOf, reconcileMessage, sameLook, workOn } from './runtime/reconcile-work.ts';

const ports = reconcilePorts();
const { environment } = ports.settings;

/** Hints of every kind: what they name is looked at, and the platform brought to what is recorded. */
export const handler = onQueue({
  kind: 'reconcile',
  parse: (body) => reconcileMessage(body, environment),
  correlationOf,
  sameAs: sameLook,
  handle: (message) => workOn({ ports, queue }, message),
  seen: (message) => {
    if ('stopped' in message && message.stopped)
      meters.taskStopped({ environment, service: message.service });
  },
});
