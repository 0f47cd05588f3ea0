import { Stack } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ANY_RESOURCE, acknowledge } from '../acknowledgements.ts';
import { type EnvironmentNames, environmentNames } from '../environment-names.ts';
import { OpsRole, resourceOf } from './ops-role.ts';

/** Whose tasks, and where they write. */
export interface TaskRolesProps {
  readonly environment: string;
  readonly logGroup: ILogGroup;
}

/**
 * The roles that tasks have: one by which ECS starts them, one that they act as. Both live under one path and inside
 * one boundary: whatever is ever attached to a role of this path, the boundary is the most that it can do.
 */
export class TaskRoles extends Construct {
  readonly boundary: ManagedPolicy;
  /** ECS pulls images, writes logs and reads secrets with it. */
  readonly execution: OpsRole;
  /** What runs inside a task acts as it. */
  readonly task: OpsRole;

  constructor(scope: Construct, id: string, { environment, logGroup }: TaskRolesProps) {
    super(scope, id);
    const names = environmentNames(environment);
    this.boundary = boundaryOf(this, names);
    const shared = {
      path: names.taskRoles,
      permissionsBoundary: this.boundary,
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    };
    this.execution = new OpsRole(this, 'Execution', {
      ...shared,
      description: 'ECS starts tasks of HMS-OPS with it.',
    });
    this.execution.allow(...startsTasks(this, environment));
    logGroup.grantWrite(this.execution);
    acknowledge(this.execution.permissions(), 'noResource', [ANY_RESOURCE]);
    this.task = new OpsRole(this, 'Task', { ...shared, description: 'Tasks of HMS-OPS act as it.' });
  }
}

/**
 * Images of this account, and only those secrets that carry the environment's tag; with a key of its own a secret is
 * decrypted through the service that keeps it, and no other way.
 */
function startsTasks(scope: Construct, environment: string): readonly PolicyStatement[] {
  const account = { StringEquals: { 'aws:ResourceAccount': Stack.of(scope).account } };
  const { region, urlSuffix } = Stack.of(scope);
  const keepers = ['secretsmanager', 'ssm'].map((service) => `${service}.${region}.${urlSuffix}`);
  const tagged = { StringEquals: { 'aws:ResourceTag/hms:environment': environment } };
  return [
    new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
    new PolicyStatement({
      actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      resources: ['*'],
      conditions: account,
    }),
    new PolicyStatement({
      actions: ['secretsmanager:GetSecretValue', 'ssm:GetParameters'],
      resources: ['*'],
      conditions: tagged,
    }),
    new PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: ['*'],
      conditions: { StringEquals: { ...account.StringEquals, 'kms:ViaService': keepers } },
    }),
  ];
}

/** The most that a task can ever do: use data and messages of the account; never change permissions or the platform. */
const MOST: readonly string[] = [
  'dynamodb:BatchGetItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:GetAuthorizationToken',
  'ecr:GetDownloadUrlForLayer',
  'events:PutEvents',
  'execute-api:Invoke',
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  's3:DeleteObject',
  's3:GetObject',
  's3:ListBucket',
  's3:PutObject',
  'secretsmanager:GetSecretValue',
  'sns:Publish',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:ReceiveMessage',
  'sqs:SendMessage',
  'ssm:GetParameters',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

function boundaryOf(scope: Construct, { base }: EnvironmentNames): ManagedPolicy {
  const own = (service: string, resource: string) =>
    Stack.of(scope).formatArn({ service, resource, resourceName: `${base}*` });
  const boundary = new ManagedPolicy(scope, 'Boundary', {
    description: 'The most that a task of HMS-OPS can ever do; grants nothing by itself.',
    statements: [
      new PolicyStatement({ actions: [...MOST], resources: ['*'] }),
      new PolicyStatement({
        sid: 'ControlPlaneIsNotForTasks',
        effect: Effect.DENY,
        actions: ['dynamodb:*', 'events:*', 'sqs:*'],
        resources: [own('dynamodb', 'table'), own('events', 'event-bus'), queues(scope, base)],
      }),
    ],
  });
  acknowledge(resourceOf(boundary), 'boundary', [ANY_RESOURCE]);
  return boundary;
}

function queues(scope: Construct, base: string): string {
  return Stack.of(scope).formatArn({ service: 'sqs', resource: `${base}*` });
}
