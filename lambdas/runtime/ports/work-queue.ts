import { openWorkQueue } from '../../../adapters/aws/work-queue.ts';
import { ENV } from '../../../core/contract/env.ts';
import { required } from '../environment.ts';

/** The queue that reconcile reads, to hand services on. */
export const workQueue = openWorkQueue(required(ENV.reconcileQueue));
