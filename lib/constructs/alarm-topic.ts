import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { deadLetters, type ParkedLetters } from './dead-letters.ts';

/** Whom alarms tell. */
export interface AlarmTopicProps {
  /** What the names of the alarms start with. */
  readonly base: string;
  readonly key: IKey;
  readonly parked: ParkedLetters;
  readonly email?: string | undefined;
}

/** When an alarm rings, and what to read then. */
export interface Ringing {
  readonly metric: IMetric;
  /** What is wrong, in a few words. */
  readonly says: string;
  /** The heading in docs/runbook.md; left out, it is the alarm's own id. */
  readonly runbook?: string;
  /** Rings at this value or above. */
  readonly atLeast?: number;
  /** Rings below this value, and where nothing was measured at all. */
  readonly below?: number;
  /** Periods in a row; 1 unless told. */
  readonly periods?: number;
}

/** What can break, and who is told: one topic, to which every alarm of the control plane rings. */
export class AlarmTopic extends Construct {
  readonly topic: Topic;
  readonly alarms: Alarm[] = [];
  readonly #base: string;

  constructor(scope: Construct, id: string, { base, key, parked, email }: AlarmTopicProps) {
    super(scope, id);
    this.#base = base;
    this.topic = new Topic(this, 'Topic', { displayName: base, masterKey: key, enforceSSL: true });
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
    if (email !== undefined) {
      const deadLetterQueue = deadLetters(this, 'Undelivered', parked);
      this.topic.addSubscription(new EmailSubscription(email, { deadLetterQueue }));
    }
  }

  /** Rings when `metric` is as `ringing` says. Its name is `<base>-<id>`, which no alarm of a service can have. */
  ring(id: string, { metric, says, runbook, atLeast, below, periods = 1 }: Ringing): void {
    const isFloor = below !== undefined;
    const alarm = new Alarm(this, id, {
      alarmName: `${this.#base}-${id}`,
      alarmDescription: `${says} See docs/runbook.md#${runbook ?? id}`,
      metric,
      threshold: below ?? atLeast ?? 1,
      comparisonOperator: isFloor
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: isFloor ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
    this.alarms.push(alarm);
  }
}
