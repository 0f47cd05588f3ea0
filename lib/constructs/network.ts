import { Stack } from 'aws-cdk-lib';
import {
  CfnInternetGateway,
  CfnNatGateway,
  CfnVPCGatewayAttachment,
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  type ISubnet,
  type IVpc,
  Peer,
  Port,
  RouterType,
  SecurityGroup,
  Subnet,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { OpsContext } from '../context.ts';
import type { OpsBucket } from './ops-bucket.ts';

/** A VPC of one's own has this many zones. */
const ZONES = 2;

/** Which VPC, and where its flow logs go. */
export interface NetworkProps {
  readonly context: Pick<OpsContext, 'vpcId' | 'subnetIds'>;
  readonly logs: OpsBucket;
}

/** Where functions and tasks run: private subnets of a VPC that exists already, or of one that is made here. */
export class Network extends Construct {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  /** Of functions: they call out over TLS, and nobody calls them through the network. */
  readonly functions: SecurityGroup;
  /** Of every task: it may call out, to other tasks above all. */
  readonly callers: SecurityGroup;
  /** Of every task as well: other tasks may call it, and nobody else. */
  readonly called: SecurityGroup;

  constructor(scope: Construct, id: string, { context, logs }: NetworkProps) {
    super(scope, id);
    const { vpcId, subnetIds } = context;
    if (vpcId !== undefined && subnetIds !== undefined) {
      this.vpc = viewOf(this, vpcId);
      this.subnets = subnetIds.map((subnetId, i) => Subnet.fromSubnetId(this, `Subnet${i}`, subnetId));
    } else {
      const made = makeVpc(this, logs);
      this.vpc = viewOf(this, made.vpcId);
      this.subnets = made.isolatedSubnets;
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

/**
 * Private subnets only. They reach out through one regional NAT gateway, which needs no public subnet and follows the
 * zones by itself (source: VPC user guide, "Regional NAT gateways"); S3 and DynamoDB are reached without it.
 */
function makeVpc(scope: Construct, logs: OpsBucket): Vpc {
  const vpc = new Vpc(scope, 'Vpc', {
    ipAddresses: IpAddresses.cidr('10.64.0.0/16'),
    maxAzs: ZONES,
    natGateways: 0,
    subnetConfiguration: [{ name: 'Tasks', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 20 }],
    gatewayEndpoints: {
      S3: { service: GatewayVpcEndpointAwsService.S3 },
      Table: { service: GatewayVpcEndpointAwsService.DYNAMODB },
    },
    flowLogs: {
      Rejected: {
        destination: FlowLogDestination.toS3(logs.asBucket(), 'flows/'),
        trafficType: FlowLogTrafficType.REJECT,
      },
    },
  });
  const gateway = new CfnInternetGateway(scope, 'InternetGateway');
  const attached = new CfnVPCGatewayAttachment(scope, 'Attachment', {
    vpcId: vpc.vpcId,
    internetGatewayId: gateway.ref,
  });
  const nat = new CfnNatGateway(scope, 'Nat', {
    vpcId: vpc.vpcId,
    availabilityMode: 'regional',
    connectivityType: 'public',
  });
  nat.node.addDependency(attached);
  for (const subnet of vpc.isolatedSubnets) {
    if (subnet instanceof Subnet)
      subnet.addRoute('Out', { routerType: RouterType.NAT_GATEWAY, routerId: nat.ref });
  }
  return vpc;
}
