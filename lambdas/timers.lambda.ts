import { openSchedulerTimers } from '../adapters/aws/scheduler-timers.ts';
import { ENV } from '../core/contract/env.ts';
import { required } from './runtime/environment.ts';
import { jobIn, keepTimer } from './runtime/keep-timer.ts';
import { onQueue } from './runtime/on-queue.ts';
import { readingPorts } from './runtime/ports/reading-ports.ts';

const target = {
  group: required(ENV.scheduleGroup),
  roleArn: required(ENV.scheduleRole),
  queueArn: required(ENV.reconcileQueueArn),
  deadLetterArn: required(ENV.scheduleDeadLetters),
};
const { store, clock } = readingPorts;
const timers = openSchedulerTimers(target, clock);

/** Jobs that changed: one schedule each, which only hints. */
export const handler = onQueue({
  kind: 'timers',
  parse: jobIn,
  sameAs: (job) => job,
  handle: (job) => keepTimer({ store, timers }, job),
});
