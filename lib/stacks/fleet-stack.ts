import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Entrance } from '../constructs/entrance.ts';
import { FunctionHost } from '../constructs/function-host.ts';
import { Network } from '../constructs/network.ts';
import { OpsCluster } from '../constructs/ops-cluster.ts';
import type { OpsContext } from '../context.ts';
import type { StateStack } from './state-stack.ts';

/** The environment's choices, and where logs go. */
export interface FleetStackProps extends StackProps {
  readonly context: OpsContext;
  readonly state: StateStack;
}

/** Where services and functions run: the network, the cluster, and the roles of tasks. Changes rarely. */
export class FleetStack extends Stack {
  readonly network: Network;
  readonly cluster: OpsCluster;
  readonly host: FunctionHost;
  /** Where the public comes in; not there where no service is public. */
  readonly entrance: Entrance | undefined;

  constructor(scope: Construct, id: string, { context, state, ...props }: FleetStackProps) {
    super(scope, id, props);
    this.network = new Network(this, 'Network', { context, logs: state.accessLogs });
    const logs = { key: state.key.key, retentionDays: context.logRetentionDays };
    const { publicCertificateArn: certificateArn } = context;
    const { network } = this;
    if (certificateArn !== undefined && Object.keys(context.publicServices).length > 0)
      this.entrance = new Entrance(this, 'Entrance', {
        context,
        certificateArn,
        network,
        logs: state.accessLogs,
      });
    const { entrance } = this;
    if (entrance) new CfnOutput(this, 'PublicDnsName', { value: entrance.balancer.loadBalancerDnsName });
    this.cluster = new OpsCluster(this, 'Cluster', { context, network, logs, entrance });
    this.host = new FunctionHost(this, 'Functions', {
      network: this.network,
      logs,
      guards: state.table.guards(),
    });
  }
}
