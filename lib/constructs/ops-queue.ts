import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnEventSourceMapping, EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledgements.ts';
import { FUNCTION_SETTINGS } from '../function-settings.ts';
import { COMMON_QUEUE, deadLetters, type ParkedLetters } from './dead-letters.ts';
import type { OpsFunction } from './ops-function.ts';

/** How a queue is read. */
export interface OpsQueueProps {
  readonly reader: OpsFunction;
  readonly parked: ParkedLetters;
  /** Messages a call. Each that fails comes again alone: the function answers with the failed ones. */
  readonly batchSize: number;
  /** Calls at once, at least 2. */
  readonly readers: number;
}

/** A queue, its dead letters, and the one function that reads it. A message is tried five times. */
export class OpsQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { reader, parked, batchSize, readers }: OpsQueueProps) {
    super(scope, id);
    this.deadLetters = deadLetters(this, 'DeadLetters', parked);
    this.queue = new Queue(this, 'Queue', {
      ...COMMON_QUEUE,
      // Source: Lambda developer guide, "Using Lambda with Amazon SQS": at least six times the function's timeout.
      visibilityTimeout: Duration.seconds(6 * FUNCTION_SETTINGS[reader.name].timeoutSec),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    reader.allow(
      new PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [this.queue.queueArn],
      }),
    );
    const mapping = new EventSourceMapping(this, 'Mapping', {
      target: reader.fn,
      eventSourceArn: this.queue.queueArn,
      batchSize,
      reportBatchItemFailures: true,
      maxConcurrency: readers,
    });
    const { defaultChild } = mapping.node;
    if (defaultChild instanceof CfnEventSourceMapping)
      acknowledge(defaultChild, 'sqsMapping', ['Serverless-LambdaEventSourceMappingDestination']);
    mapping.node.addDependency(reader.role.permissions());
  }

  /** Lets a function send to the queue; `variable` tells it where. */
  letSend(fn: OpsFunction, variable: string): void {
    fn.allow(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.queue.queueArn] }));
    fn.tell(variable, this.queue.queueUrl);
  }
}
