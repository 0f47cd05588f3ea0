import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { HttpCodeElb } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { AlarmTopic } from './alarm-topic.ts';
import type { Entrance } from './entrance.ts';

const period = Duration.minutes(5);

/** What can break before public services; how these do themselves, the product watches. */
export function entranceAlarms(topic: AlarmTopic, { balancer }: Entrance): void {
  topic.ring('entrance-5xx', {
    metric: balancer.metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, { period, statistic: Stats.SUM }),
    says: 'The load balancer could not lead calls of the public to a service.',
    atLeast: 10,
  });
  topic.ring('entrance-full', {
    metric: balancer.metrics.rejectedConnectionCount({ period, statistic: Stats.SUM }),
    says: 'The load balancer refused connections of the public.',
  });
}
