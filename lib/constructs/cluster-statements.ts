import type { Stack } from 'aws-cdk-lib';
import { ArnFormat } from 'aws-cdk-lib';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { OpsContext } from '../context.ts';
import { environmentNames } from '../environment-names.ts';
import type { EntranceRole } from './entrance-role.ts';
import type { TaskRoles } from './task-roles.ts';

/** Which cluster, for which stack's policies, with which limits. */
export interface ClusterScope {
  readonly stack: Stack;
  readonly clusterArn: string;
  readonly context: Pick<OpsContext, 'environment' | 'maxTaskCpuUnits' | 'maxTaskMemoryMiB'>;
}

/** The tag of everything that this product made, and its value. */
const OWNER = ['hms:managed-by', 'hms-ops'] as const;

/**
 * What reconciling services takes. Every action is limited to the cluster, and to services that carry the ownership
 * tag where the action alters one. Which action knows which condition key: service authorization reference, Amazon
 * Elastic Container Service. Task definitions belong to no cluster; their family is the limit.
 */
export function reconcileServices(scope: ClusterScope): readonly PolicyStatement[] {
  return [
    onCluster(scope, ['CreateService'], { [`aws:RequestTag/${OWNER[0]}`]: OWNER[1] }),
    onCluster(scope, ['UpdateService', 'DeleteService'], { [`aws:ResourceTag/${OWNER[0]}`]: OWNER[1] }),
    onCluster(scope, [
      'DescribeServices',
      'ListServiceDeployments',
      'DescribeServiceDeployments',
      'DescribeServiceRevisions',
      'StopServiceDeployment',
      'ContinueServiceDeployment',
      'ListTasks',
      'DescribeTasks',
    ]),
    new PolicyStatement({ actions: ecs(['RegisterTaskDefinition']), resources: [familiesOf(scope)] }),
    new PolicyStatement({
      actions: ecs(['DescribeTaskDefinition', 'ListTaskDefinitions']),
      resources: ['*'],
    }),
    new PolicyStatement({
      actions: ecs(['TagResource']),
      resources: ['*'],
      conditions: {
        StringEquals: { 'ecs:CreateAction': ['CreateService', 'RegisterTaskDefinition', 'RunTask'] },
      },
    }),
    new PolicyStatement({
      actions: ecs(['TagResource']),
      resources: ['*'],
      conditions: { StringEquals: { [`aws:ResourceTag/${OWNER[0]}`]: OWNER[1] } },
    }),
  ];
}

/** What running the tasks of jobs takes. */
export function runJobs(scope: ClusterScope): readonly PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ecs(['RunTask']),
      resources: [familiesOf(scope)],
      conditions: { ArnEquals: { 'ecs:cluster': scope.clusterArn } },
    }),
    onCluster(scope, ['StopTask']),
  ];
}

/** What seeing the running tasks takes. */
export function findTasks(scope: Pick<ClusterScope, 'clusterArn'>): readonly PolicyStatement[] {
  return [onCluster(scope, ['ListTasks', 'DescribeTasks'])];
}

/** Only the two roles of tasks, and only to ECS. */
export function passTaskRoles({ execution, task }: TaskRoles): PolicyStatement {
  return new PolicyStatement({
    actions: ['iam:PassRole'],
    resources: [execution.roleArn, task.roleArn],
    conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
  });
}

/** The role by which ECS shifts the traffic of public services, and only to ECS. */
export function passEntranceRole(role: EntranceRole): PolicyStatement {
  return new PolicyStatement({
    actions: ['iam:PassRole'],
    resources: [role.roleArn],
    conditions: { StringEquals: { 'iam:PassedToService': 'ecs.amazonaws.com' } },
  });
}

/**
 * What is denied whatever the code asks for: a task definition or service above the size cap, a privileged one, a public
 * address. RunTask has no condition key for sizes: a job is as large as the definition that it names. There is none for
 * the number of tasks either; that limit is the approved envelope in the table.
 */
export function sizeCap({ context }: Pick<ClusterScope, 'context'>): readonly PolicyStatement[] {
  const sized = ['RegisterTaskDefinition', 'CreateService', 'UpdateService'];
  return [
    deny('CpuCap', sized, { NumericGreaterThan: { 'ecs:task-cpu': String(context.maxTaskCpuUnits) } }),
    deny('MemoryCap', sized, { NumericGreaterThan: { 'ecs:task-memory': String(context.maxTaskMemoryMiB) } }),
    deny('Unprivileged', ['RegisterTaskDefinition'], { StringEquals: { 'ecs:privileged': 'true' } }),
    deny('NoPublicAddress', ['CreateService', 'UpdateService'], {
      Bool: { 'ecs:auto-assign-public-ip': 'true' },
    }),
    deny('NoShell', ['CreateService', 'UpdateService', 'RunTask'], {
      StringEquals: { 'ecs:enable-execute-command': 'true' },
    }),
  ];
}

function onCluster(
  { clusterArn }: Pick<ClusterScope, 'clusterArn'>,
  actions: readonly string[],
  tags: Readonly<Record<string, string>> = {},
): PolicyStatement {
  const isTagged = Object.keys(tags).length > 0;
  return new PolicyStatement({
    actions: ecs(actions),
    resources: ['*'],
    conditions: { ArnEquals: { 'ecs:cluster': clusterArn }, ...(isTagged && { StringEquals: { ...tags } }) },
  });
}

function deny(sid: string, actions: readonly string[], conditions: Record<string, object>): PolicyStatement {
  return new PolicyStatement({
    sid,
    effect: Effect.DENY,
    actions: ecs(actions),
    resources: ['*'],
    conditions,
  });
}

/** Every revision of every family of the environment. */
export function familiesOf({ stack, context }: Pick<ClusterScope, 'stack' | 'context'>): string {
  return stack.formatArn({
    service: 'ecs',
    resource: 'task-definition',
    resourceName: `${environmentNames(context.environment).families}*`,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}

function ecs(actions: readonly string[]): string[] {
  return actions.map((action) => `ecs:${action}`);
}
