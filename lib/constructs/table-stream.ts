import type { Duration } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ANY_RESOURCE, acknowledge } from '../acknowledgements.ts';
import { deadLetters, type ParkedLetters } from './dead-letters.ts';
import type { OpsFunction } from './ops-function.ts';
import { resourceOf } from './ops-role.ts';

/** Which stream, and where letters end. */
export interface TableStreamProps {
  readonly streamArn: string;
  readonly parked: ParkedLetters;
}

/** How a function reads the stream. */
export interface StreamReading {
  /** Only records whose partition key starts like this; left out, all of them. */
  readonly prefix?: string;
  /** Records that are older are given up: the tick, or the page's next read, makes up for them. */
  readonly maxAge: Duration;
}

/** The stream of the table, and the functions that follow it. */
export class TableStream extends Construct {
  /** Dead letters by the function that left them. */
  readonly deadLetters = new Map<string, Queue>();
  readonly #props: TableStreamProps;
  readonly #policy: ManagedPolicy;

  constructor(scope: Construct, id: string, props: TableStreamProps) {
    super(scope, id);
    this.#props = props;
    // Source: Lambda developer guide, "Using AWS Lambda with Amazon DynamoDB", execution role permissions.
    this.#policy = new ManagedPolicy(this, 'Reading', {
      statements: [
        new PolicyStatement({
          actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          resources: [props.streamArn],
        }),
        new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: ['*'] }),
      ],
    });
    acknowledge(resourceOf(this.#policy), 'noResource', [ANY_RESOURCE]);
  }

  /**
   * Lets a function follow the stream. A batch that fails is halved until the record at fault is alone; after ten
   * attempts that record's place in the stream is put among the dead letters.
   */
  follow(fn: OpsFunction, { prefix, maxAge }: StreamReading): void {
    const { streamArn, parked } = this.#props;
    fn.attach(this.#policy);
    const letters = deadLetters(this, `${fn.name}-dead-letters`, parked);
    this.deadLetters.set(fn.name, letters);
    fn.allow(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [letters.queueArn] }));
    const mapping = new EventSourceMapping(this, `${fn.name}-mapping`, {
      target: fn.fn,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      maxRecordAge: maxAge,
      onFailure: { bind: () => ({ destination: letters.queueArn }) },
      ...(prefix && { filters: [insertsBelow(prefix)] }),
    });
    mapping.node.addDependency(fn.role.permissions());
  }
}

function insertsBelow(prefix: string): Record<string, unknown> {
  return FilterCriteria.filter({
    eventName: FilterRule.isEqual('INSERT'),
    dynamodb: { Keys: { pk: { S: FilterRule.beginsWith(prefix) } } },
  });
}
