import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ANY_RESOURCE, acknowledge } from '../acknowledgements.ts';
import { OpsRole } from './ops-role.ts';
import type { PublicService } from './public-service.ts';

/**
 * The role by which ECS itself registers tasks with the load balancer and shifts its traffic: the rules and groups of
 * public services, and nothing else. Source: Amazon ECS developer guide, "Amazon ECS infrastructure IAM role for load
 * balancers" and "Troubleshooting Amazon ECS blue/green deployments", permission issues.
 */
export class EntranceRole extends OpsRole {
  constructor(scope: Construct, id: string, services: readonly PublicService[]) {
    super(scope, id, {
      assumedBy: new ServicePrincipal('ecs.amazonaws.com'),
      description: 'ECS shifts the traffic of public services of HMS-OPS with it.',
    });
    this.allow(
      new PolicyStatement({
        actions: elb('DescribeListeners', 'DescribeRules', 'DescribeTargetGroups', 'DescribeTargetHealth'),
        resources: ['*'],
      }),
      new PolicyStatement({ actions: elb('ModifyRule'), resources: services.map(({ rule }) => rule.ref) }),
      new PolicyStatement({
        actions: elb('RegisterTargets', 'DeregisterTargets'),
        resources: services.flatMap(({ groups }) => groups.map(({ targetGroupArn }) => targetGroupArn)),
      }),
    );
    acknowledge(this.permissions(), 'noResource', [ANY_RESOURCE]);
  }
}

function elb(...actions: readonly string[]): string[] {
  return actions.map((action) => `elasticloadbalancing:${action}`);
}
