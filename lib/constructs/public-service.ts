import { Duration } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationProtocol,
  ApplicationTargetGroup,
  CfnListenerRule,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';

/** By which host a service is called, and how the load balancer sees that a task is well. */
export interface PublicServiceProps {
  readonly vpc: IVpc;
  readonly listener: ApplicationListener;
  readonly host: string;
  readonly healthPath: string;
  readonly priority: number;
}

/** What a roll-out must know to shift the traffic of a public service; ARNs. */
export interface Way {
  readonly targetGroup: string;
  readonly alternate: string;
  readonly rule: string;
}

/**
 * The host of one public service before two groups of targets: ECS shifts its traffic from one to the other, and keeps the
 * weights of the rule from then on. A group's port is only a default: ECS registers each task with its own. Source: Amazon
 * ECS developer guide, "Application Load Balancer resources for blue/green deployments".
 */
export class PublicService extends Construct {
  readonly groups: readonly ApplicationTargetGroup[];
  readonly rule: CfnListenerRule;

  constructor(
    scope: Construct,
    id: string,
    { vpc, listener, host, healthPath, priority }: PublicServiceProps,
  ) {
    super(scope, id);
    this.groups = ['Primary', 'Alternate'].map(
      (name) =>
        new ApplicationTargetGroup(this, name, {
          vpc,
          targetType: TargetType.IP,
          protocol: ApplicationProtocol.HTTP,
          port: 80,
          deregistrationDelay: Duration.seconds(30),
          healthCheck: {
            path: healthPath,
            healthyHttpCodes: '200-399',
            interval: Duration.seconds(10),
            timeout: Duration.seconds(5),
            healthyThresholdCount: 2,
            unhealthyThresholdCount: 3,
          },
        }),
    );
    this.rule = new CfnListenerRule(this, 'Rule', {
      listenerArn: listener.listenerArn,
      priority,
      conditions: [{ field: 'host-header', hostHeaderConfig: { values: [host] } }],
      actions: [
        {
          type: 'forward',
          forwardConfig: {
            targetGroups: this.groups.map(({ targetGroupArn }, nth) => ({
              targetGroupArn,
              weight: nth === 0 ? 1 : 0,
            })),
          },
        },
      ],
    });
  }

  /** Where it is found by whoever rolls it out. */
  way(): Way {
    const [targetGroup = '', alternate = ''] = this.groups.map(({ targetGroupArn }) => targetGroupArn);
    return { targetGroup, alternate, rule: this.rule.ref };
  }
}
