import {
  CfnInternetGateway,
  CfnNatGateway,
  CfnRoute,
  CfnVPCGatewayAttachment,
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  PublicSubnet,
  RouterType,
  Subnet,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledgements.ts';
import type { OpsBucket } from './ops-bucket.ts';

/** A VPC of one's own has this many zones. */
const ZONES = 2;

/** The blocks of its public subnets: far behind those of tasks, which stay as they are when these are added. */
const PUBLIC_BLOCKS = ['10.64.240.0/24', '10.64.241.0/24'];

/** Where flow logs go, and whether the public calls a service. */
export interface OwnVpcProps {
  readonly logs: OpsBucket;
  readonly hasPublic: boolean;
}

/** A VPC that was made here. */
export interface OwnVpc {
  readonly vpc: Vpc;
  readonly publicSubnets: readonly Subnet[];
}

/**
 * Private subnets, and public ones only for a load balancer. The private ones reach out through one regional NAT gateway,
 * which needs no public subnet and follows the zones by itself (source: VPC user guide, "Regional NAT gateways"); S3 and
 * DynamoDB are reached without it.
 */
export function makeVpc(scope: Construct, { logs, hasPublic }: OwnVpcProps): OwnVpc {
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
  return { vpc, publicSubnets: hasPublic ? publicSubnetsOf(scope, vpc, { gateway, attached }) : [] };
}

interface Way {
  readonly gateway: CfnInternetGateway;
  readonly attached: CfnVPCGatewayAttachment;
}

/** Nothing in them gets a public address by itself. */
function publicSubnetsOf(scope: Construct, vpc: Vpc, { gateway, attached }: Way): readonly Subnet[] {
  return vpc.availabilityZones.slice(0, ZONES).map((availabilityZone, nth) => {
    const subnet = new PublicSubnet(scope, `Public${nth + 1}`, {
      vpcId: vpc.vpcId,
      availabilityZone,
      cidrBlock: PUBLIC_BLOCKS[nth] ?? '',
      mapPublicIpOnLaunch: false,
    });
    subnet.addDefaultInternetRoute(gateway.ref, attached);
    for (const child of subnet.node.findAll())
      if (child instanceof CfnRoute)
        acknowledge(child, 'ownersChoice', ['NIST.800.53.R5-VPCNoUnrestrictedRouteToIGW']);
    return subnet;
  });
}
