import { EventBus, type EventPattern, Rule, type RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ENV } from '../../core/contract/env.ts';
import type { OpsFunction } from './ops-function.ts';
import type { OpsQueue } from './ops-queue.ts';

/** An event that a queue is told of. */
export interface Telling {
  readonly queue: OpsQueue;
  readonly pattern: EventPattern;
  readonly description: string;
  /** What stands in the queue instead of the event. */
  readonly message?: RuleTargetInput;
}

/** The product's own bus, and the rules that bring its events, and those of AWS, to queues. */
export class OpsBus extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: name, description: 'What happened in HMS-OPS.' });
  }

  /** Lets a function put events on the bus. */
  letPut(fn: OpsFunction): void {
    fn.allow(new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] }));
    fn.tell(ENV.bus, this.bus.eventBusName);
  }

  /** Tells a queue of events of the product. */
  tell(id: string, telling: Telling): void {
    rule(this, id, telling, this.bus);
  }

  /** Tells a queue of events of AWS, which come on the account's default bus. */
  tellOfAws(id: string, telling: Telling): void {
    rule(this, id, telling);
  }
}

/** What cannot be delivered for a day goes to the dead letters of the queue itself. */
function rule(
  scope: OpsBus,
  id: string,
  { queue, pattern, description, message }: Telling,
  bus?: EventBus,
): void {
  new Rule(scope, id, {
    description,
    eventPattern: pattern,
    ...(bus && { eventBus: bus }),
    targets: [new SqsQueue(queue.queue, { deadLetterQueue: queue.deadLetters, ...(message && { message }) })],
  });
}
