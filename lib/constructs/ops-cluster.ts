import { Stack } from 'aws-cdk-lib';
import { CfnCluster } from 'aws-cdk-lib/aws-ecs';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ENV } from '../../core/contract/env.ts';
import { ANY_RESOURCE, acknowledge } from '../acknowledgements.ts';
import type { OpsContext } from '../context.ts';
import { environmentNames } from '../environment-names.ts';
import {
  familiesOf,
  findTasks,
  passEntranceRole,
  passTaskRoles,
  reconcileServices,
  runJobs,
  sizeCap,
} from './cluster-statements.ts';
import type { Entrance } from './entrance.ts';
import { type LogKeeping, opsLogGroup } from './log-group.ts';
import type { Network } from './network.ts';
import type { OpsFunction } from './ops-function.ts';
import { TaskRoles } from './task-roles.ts';

/** What a cluster is made of. */
export interface OpsClusterProps {
  readonly context: OpsContext;
  readonly network: Network;
  readonly logs: LogKeeping;
  /** The load balancer of those services that the public calls. */
  readonly entrance: Entrance | undefined;
}

/** The cluster that services and jobs run in, on Fargate, and who may do what with it. */
export class OpsCluster extends Construct {
  readonly clusterName: string;
  readonly clusterArn: string;
  readonly roles: TaskRoles;
  readonly #props: OpsClusterProps;
  readonly #logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: OpsClusterProps) {
    super(scope, id);
    this.#props = props;
    const { environment } = props.context;
    const names = environmentNames(environment);
    this.clusterName = names.base;
    const cluster = new CfnCluster(this, 'Cluster', {
      clusterName: names.base,
      clusterSettings: [{ name: 'containerInsights', value: 'enhanced' }],
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      // ECS makes the namespace where there is none of this name. Source: ECS API reference, CreateCluster.
      serviceConnectDefaults: { namespace: names.namespace },
    });
    this.clusterArn = cluster.attrArn;
    this.#logGroup = opsLogGroup(this, 'Tasks', props.logs, names.taskLogs);
    this.roles = new TaskRoles(this, 'Roles', { environment, logGroup: this.#logGroup });
  }

  /**
   * Lets a function bring services and jobs to what is recorded: the one function that alters the platform. The agents
   * that it puts beside tasks find the API at `policyAgentUrl`.
   */
  letReconcile(fn: OpsFunction, policyAgentUrl: string): void {
    const scope = { stack: Stack.of(fn), clusterArn: this.clusterArn, context: this.#props.context };
    fn.allow(...reconcileServices(scope), ...runJobs(scope), passTaskRoles(this.roles), ...sizeCap(scope));
    const { entrance } = this.#props;
    if (entrance) fn.allow(passEntranceRole(entrance.role));
    acknowledge(fn.role.permissions(), 'noResource', [ANY_RESOURCE]);
    // cfn-lint's list of actions is older than ContinueServiceDeployment; a test compares them with the SDK's commands.
    fn.role.permissions().addMetadata('cfn-lint', { config: { ignore_checks: ['W3037'] } });
    fn.meansPattern(familiesOf(scope));
    this.#tellWhere(fn, policyAgentUrl);
  }

  /** Lets a function see which tasks run, and nothing more. */
  letFindTasks(fn: OpsFunction): void {
    fn.allow(...findTasks({ clusterArn: this.clusterArn }));
    acknowledge(fn.role.permissions(), 'noResource', [ANY_RESOURCE]);
    fn.tell(ENV.cluster, this.clusterName);
    fn.tell(ENV.taskRole, this.roles.task.roleArn);
  }

  #tellWhere(fn: OpsFunction, policyAgentUrl: string): void {
    const { network, context, entrance } = this.#props;
    fn.tell(ENV.cluster, this.clusterName);
    fn.tell(
      ENV.fleet,
      Stack.of(fn).toJsonString({
        subnets: network.subnets.map(({ subnetId }) => subnetId),
        securityGroups: [network.callers, network.called].map(({ securityGroupId }) => securityGroupId),
        executionRole: this.roles.execution.roleArn,
        taskRole: this.roles.task.roleArn,
        namespace: environmentNames(context.environment).namespace,
        logGroup: this.#logGroup.logGroupName,
        ...(entrance && { entrance: { role: entrance.role.roleArn, services: entrance.ways } }),
        ...(context.policyAgentImage && {
          policyAgentImage: context.policyAgentImage,
          policyAgentUrl,
          policyBundles: context.policyBundles,
          policyBundleKey: context.policyBundleKey,
        }),
      }),
    );
  }
}
