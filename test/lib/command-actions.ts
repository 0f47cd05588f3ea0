/**
 * What each command of the SDK that an adapter may send is called in IAM. Where one command takes several actions, all
 * are named. Source: service authorization reference, page of each service; DynamoDB developer guide, "Using IAM with
 * transactions"; ECS developer guide, "Grant permission to tag resources on creation".
 */
export const COMMAND_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  GetCommand: ['dynamodb:GetItem'],
  BatchGetCommand: ['dynamodb:BatchGetItem'],
  QueryCommand: ['dynamodb:Query'],
  // The store puts, deletes and checks; it never updates.
  TransactWriteCommand: ['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],

  PutEventsCommand: ['events:PutEvents'],
  SendMessageBatchCommand: ['sqs:SendMessage'],
  PostToConnectionCommand: ['execute-api:ManageConnections'],
  CreateScheduleCommand: ['scheduler:CreateSchedule', 'iam:PassRole'],
  UpdateScheduleCommand: ['scheduler:UpdateSchedule', 'iam:PassRole'],
  DeleteScheduleCommand: ['scheduler:DeleteSchedule'],
  StartExecutionCommand: ['states:StartExecution'],
  DescribeExecutionCommand: ['states:DescribeExecution'],
  StopExecutionCommand: ['states:StopExecution'],

  PutObjectCommand: ['s3:PutObject'],
  // An anchor is read at the version that was listed.
  GetObjectCommand: ['s3:GetObjectVersion'],
  ListObjectVersionsCommand: ['s3:ListBucketVersions'],
  SignCommand: ['kms:Sign'],
  VerifyCommand: ['kms:Verify'],

  GetMetricDataCommand: ['cloudwatch:GetMetricData'],
  DescribeAlarmsCommand: ['cloudwatch:DescribeAlarms'],
  // An alarm is tagged when it is made.
  PutMetricAlarmCommand: ['cloudwatch:PutMetricAlarm', 'cloudwatch:TagResource'],
  DeleteAlarmsCommand: ['cloudwatch:DeleteAlarms'],
  LookupEventsCommand: ['cloudtrail:LookupEvents'],
  DescribeImagesCommand: ['ecr:DescribeImages'],
  DescribeSecretCommand: ['secretsmanager:DescribeSecret'],
  DescribeParametersCommand: ['ssm:DescribeParameters'],

  RegisterTaskDefinitionCommand: ['ecs:RegisterTaskDefinition', 'ecs:TagResource', 'iam:PassRole'],
  DescribeTaskDefinitionCommand: ['ecs:DescribeTaskDefinition'],
  ListTaskDefinitionsCommand: ['ecs:ListTaskDefinitions'],
  CreateServiceCommand: ['ecs:CreateService', 'ecs:TagResource'],
  UpdateServiceCommand: ['ecs:UpdateService'],
  DeleteServiceCommand: ['ecs:DeleteService'],
  DescribeServicesCommand: ['ecs:DescribeServices'],
  TagResourceCommand: ['ecs:TagResource'],
  ListServiceDeploymentsCommand: ['ecs:ListServiceDeployments'],
  DescribeServiceDeploymentsCommand: ['ecs:DescribeServiceDeployments'],
  DescribeServiceRevisionsCommand: ['ecs:DescribeServiceRevisions'],
  StopServiceDeploymentCommand: ['ecs:StopServiceDeployment'],
  ContinueServiceDeploymentCommand: ['ecs:ContinueServiceDeployment'],
  RunTaskCommand: ['ecs:RunTask', 'ecs:TagResource', 'iam:PassRole'],
  StopTaskCommand: ['ecs:StopTask'],
  ListTasksCommand: ['ecs:ListTasks'],
  DescribeTasksCommand: ['ecs:DescribeTasks'],
};
