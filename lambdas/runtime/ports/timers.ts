import { openSchedulerTimers } from '../../../adapters/aws/scheduler-timers.ts';
import { ENV } from '../../../core/contract/env.ts';
import { required } from '../environment.ts';
import { readingPorts } from './reading-ports.ts';

/** The schedules of AI jobs. */
export const timers = openSchedulerTimers(
  {
    group: required(ENV.scheduleGroup),
    roleArn: required(ENV.scheduleRole),
    queueArn: required(ENV.reconcileQueueArn),
    deadLetterArn: required(ENV.scheduleDeadLetters),
  },
  readingPorts.clock,
);
