import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
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

  constructor(scope: Construct, id: string, { context, state, ...props }: FleetStackProps) {
    super(scope, id, props);
    this.network = new Network(this, 'Network', { context, logs: state.accessLogs });
    const logs = { key: state.key.key, retentionDays: context.logRetentionDays };
    this.cluster = new OpsCluster(this, 'Cluster', { context, network: this.network, logs });
    this.host = new FunctionHost(this, 'Functions', {
      network: this.network,
      logs,
      guards: state.table.guards(),
    });
  }
}
