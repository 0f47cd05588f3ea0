import { Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  CfnLoadBalancer,
  ListenerAction,
  ListenerCertificate,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledgements.ts';
import type { OpsContext } from '../context.ts';
import { EntranceRole } from './entrance-role.ts';
import { rulePriorities } from './entrance-rules.ts';
import type { Network } from './network.ts';
import type { OpsBucket } from './ops-bucket.ts';
import { PublicService, type Way } from './public-service.ts';

/** Who is public, where, and where the load balancer logs. */
export interface EntranceProps {
  readonly context: Pick<OpsContext, 'publicServices' | 'publicWebAclArn'>;
  readonly certificateArn: string;
  readonly network: Network;
  readonly logs: OpsBucket;
}

const LOGS = 'entrance';

/**
 * One load balancer for all services that the public calls, each by a host of its own, over TLS only. Which service is
 * public is its owner's choice in the context: nothing that is asked of the API can open a service to the internet.
 */
export class Entrance extends Construct {
  readonly balancer: ApplicationLoadBalancer;
  readonly role: EntranceRole;
  readonly ways: Readonly<Record<string, Way>>;

  constructor(scope: Construct, id: string, props: EntranceProps) {
    super(scope, id);
    const { context, network } = props;
    const securityGroup = this.#securityGroup(network);
    this.balancer = new ApplicationLoadBalancer(this, 'Balancer', {
      vpc: network.vpc,
      vpcSubnets: { subnets: [...network.publicSubnets] },
      internetFacing: true,
      securityGroup,
      deletionProtection: true,
      dropInvalidHeaderFields: true,
    });
    this.#logTo(props.logs);
    this.#guard(context.publicWebAclArn);
    const listener = this.#listener(props.certificateArn);
    const priorities = rulePriorities(Object.keys(context.publicServices));
    const services = Object.entries(context.publicServices).map(
      ([name, { host, healthPath }]) =>
        new PublicService(this, name, {
          vpc: network.vpc,
          listener,
          host,
          healthPath,
          priority: priorities.get(name) ?? 1,
        }),
    );
    this.role = new EntranceRole(this, 'Role', services);
    this.ways = Object.fromEntries(services.map((service) => [service.node.id, service.way()]));
  }

  #securityGroup({ vpc, called }: Network): SecurityGroup {
    const group = new SecurityGroup(this, 'Public', {
      vpc,
      description: 'The load balancer: everybody over the web, and from here to tasks.',
      allowAllOutbound: false,
    });
    group.addIngressRule(Peer.anyIpv4(), Port.tcp(443), 'the public, over TLS');
    group.addEgressRule(called, Port.allTcp(), 'tasks'); // a resource of its own: each group names the other
    called.addIngressRule(Peer.securityGroupId(group.securityGroupId), Port.allTcp(), 'the load balancer');
    const { defaultChild } = group.node;
    if (!(defaultChild instanceof CfnSecurityGroup)) throw new Error('A group has no resource of its own.');
    acknowledge(defaultChild, 'ownersChoice', ['AwsSolutions-EC23']);
    return group;
  }

  /** What is no host of ours is answered here. */
  #listener(certificateArn: string): ApplicationListener {
    return this.balancer.addListener('Https', {
      port: 443,
      open: false,
      certificates: [ListenerCertificate.fromArn(certificateArn)],
      sslPolicy: SslPolicy.RECOMMENDED_TLS,
      defaultAction: ListenerAction.fixedResponse(404, {
        contentType: 'text/plain',
        messageBody: 'No service has this name.',
      }),
    });
  }

  /** Source: Elastic Load Balancing user guide, "Access logs for your Application Load Balancer". */
  #logTo(bucket: OpsBucket): void {
    bucket.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`${LOGS}/AWSLogs/${Stack.of(this).account}/*`)],
      }),
    );
    this.balancer.setAttribute('access_logs.s3.enabled', 'true');
    this.balancer.setAttribute('access_logs.s3.bucket', bucket.bucketName);
    this.balancer.setAttribute('access_logs.s3.prefix', LOGS);
  }

  #guard(webAclArn: string | undefined): void {
    const { defaultChild } = this.balancer.node;
    if (!(defaultChild instanceof CfnLoadBalancer))
      throw new Error('A load balancer has no resource of its own.');
    if (webAclArn === undefined) {
      acknowledge(defaultChild, 'ownersChoice', ['NIST.800.53.R5-ALBWAFEnabled']);
      return;
    }
    new CfnWebACLAssociation(this, 'WebAcl', { resourceArn: this.balancer.loadBalancerArn, webAclArn });
  }
}
