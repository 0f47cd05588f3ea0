import { jobIn, keepTimer } from './runtime/keep-timer.ts';
import { onQueue } from './runtime/on-queue.ts';
import { readingPorts } from './runtime/ports/reading-ports.ts';
import { timers } from './runtime/ports/timers.ts';

const { store } = readingPorts;

/** Jobs that changed: one schedule each, which only hints. */
export const handler = onQueue({
  kind: 'timers',
  parse: jobIn,
  sameAs: (job) => job,
  handle: (job) => keepTimer({ store, timers }, job),
});
