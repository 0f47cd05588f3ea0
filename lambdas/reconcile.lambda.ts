import { openWorkQueue } from '../adapters/aws/work-queue.ts';
import { ENV } from '../core/contract/env.ts';
import { required } from './runtime/environment.ts';
import { meters } from './runtime/meters.ts';
import { onQueue } from './runtime/on-queue.ts';
import { reconcilePorts } from './runtime/ports/reconcile-ports.ts';
import { reconcileMessage, sameLook, workOn } from './runtime/reconcile-work.ts';

const ports = reconcilePorts();
const queue = openWorkQueue(required(ENV.reconcileQueue));
const { environment } = ports.settings;

/** Hints of every kind: what they name is looked at, and the platform brought to what is recorded. */
export const handler = onQueue({
  kind: 'reconcile',
  parse: (body) => reconcileMessage(body, environment),
  sameAs: sameLook,
  handle: (message) => workOn({ ports, queue }, message),
  seen: (message) => {
    if ('stopped' in message && message.stopped)
      meters.taskStopped({ environment, service: message.service });
  },
});
