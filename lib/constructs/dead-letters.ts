import { Duration } from 'aws-cdk-lib';
import { CfnQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledgements.ts';

/** What every queue has: encryption, and TLS only. */
export const COMMON_QUEUE = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const;

/** How long dead letters wait for a person. The longest that SQS can. */
const KEPT = Duration.days(14);

/** A letter that people took out this often without solving it is parked. */
const LOOKS = 100;

/** The end of the line: what was looked at a hundred times and left. */
export class ParkedLetters extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = new Queue(this, 'Queue', { ...COMMON_QUEUE, retentionPeriod: KEPT });
    const { defaultChild } = this.queue.node;
    if (defaultChild instanceof CfnQueue)
      acknowledge(defaultChild, 'lastQueue', ['Serverless-SQSRedrivePolicy']);
  }
}

/** A queue of dead letters: whatever could not be done waits here for a person, and an alarm rings. */
export function deadLetters(scope: Construct, id: string, parked: ParkedLetters): Queue {
  return new Queue(scope, id, {
    ...COMMON_QUEUE,
    retentionPeriod: KEPT,
    deadLetterQueue: { queue: parked.queue, maxReceiveCount: LOOKS },
  });
}
