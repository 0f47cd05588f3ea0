import { Stack } from 'aws-cdk-lib';
import { type ISubnet, type IVpc, Peer, Port, SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { OpsContext } from '../context.ts';
import type { OpsBucket } from './ops-bucket.ts';
import { makeVpc } from './own-vpc.ts';

/** Which VPC, and where its flow logs go. */
export interface NetworkProps {
  readonly context: Pick<OpsContext, 'vpcId' | 'subnetIds' | 'publicServices' | 'publicSubnetIds'>;
  readonly logs: OpsBucket;
}

/** Where functions and tasks run: private subnets of a VPC that exists already, or of one that is made here. */
export class Network extends Construct {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  /** Where a load balancer for the public stands; none where no service is public. */
  readonly publicSubnets: readonly ISubnet[];
  /** Of functions: they call out over TLS, and nobody calls them through the network. */
  readonly functions: SecurityGroup;
  /** Of every task: it may call out, to other tasks above all. */
  readonly callers: SecurityGroup;
  /** Of every task as well: other tasks may call it, and nobody else. */
  readonly called: SecurityGroup;

  constructor(scope: Construct, id: string, { context, logs }: NetworkProps) {
    super(scope, id);
    const { vpcId, subnetIds, publicSubnetIds = [] } = context;
    const known = (kind: string, ids: readonly string[]) =>
      ids.map((subnetId, i) => Subnet.fromSubnetId(this, `${kind}${i}`, subnetId));
    if (vpcId !== undefined && subnetIds !== undefined) {
      this.vpc = viewOf(this, vpcId);
      this.subnets = known('Subnet', subnetIds);
      this.publicSubnets = known('PublicSubnet', publicSubnetIds);
    } else {
      const hasPublic = Object.keys(context.publicServices).length > 0;
      const made = makeVpc(this, { logs, hasPublic });
      this.vpc = viewOf(this, made.vpc.vpcId);
      this.subnets = made.vpc.isolatedSubnets;
      this.publicSubnets = made.publicSubnets;
    }
    this.functions = this.#group(
      'Functions',
      'Functions of the control plane: TLS outwards, nothing inwards.',
    );
    this.functions.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS APIs');
    this.callers = this.#group('Callers', 'Tasks, as callers: other tasks, registries, AWS APIs.');
    this.callers.addEgressRule(Peer.anyIpv4(), Port.allTcp(), 'other tasks and the services they use');
    this.called = this.#group('Called', 'Tasks, as callees: other tasks only.');
    this.called.addIngressRule(
      Peer.securityGroupId(this.callers.securityGroupId),
      Port.allTcp(),
      'Service Connect between tasks',
    );
  }

  #group(id: string, description: string): SecurityGroup {
    return new SecurityGroup(this, id, { vpc: this.vpc, description, allowAllOutbound: false });
  }
}

/** A VPC by its id alone: the subnets are always named. */
function viewOf(scope: Construct, vpcId: string): IVpc {
  return Vpc.fromVpcAttributes(scope, 'View', {
    vpcId,
    availabilityZones: Stack.of(scope).availabilityZones,
  });
}
