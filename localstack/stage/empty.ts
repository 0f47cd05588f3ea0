import { DeleteAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteScheduleCommand, paginateListSchedules, SchedulerClient } from '@aws-sdk/client-scheduler';
import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { CloudWatchAlarmReader } from '../../adapters/aws/cloudwatch-alarm-reader.ts';
import { cloudWatchClient } from '../../adapters/aws/cloudwatch-client.ts';
import { inBatches } from '../../adapters/aws/in-batches.ts';
import { ENV } from '../../core/contract/env.ts';
import type { Deployment } from './deployment.ts';

/** Takes everything out of a deployment that the product has put there, as if it were new. */
export async function emptyDeployment(deployment: Deployment): Promise<void> {
  const { variables } = deployment;
  await Promise.all([
    emptyTable(variables[ENV.table] ?? ''),
    deleteAlarms(deployment.app.environment),
    deleteSchedules(variables[ENV.scheduleGroup] ?? '', ownSchedules(deployment)),
  ]);
}

/** The schedules that the stacks made, in the group in which jobs get theirs. */
export function ownSchedules({ app }: Deployment): readonly string[] {
  return app.all('AWS::Scheduler::Schedule');
}

async function emptyTable(table: string): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const keys: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateScan(
    { client },
    { TableName: table, ProjectionExpression: 'pk, sk' },
  ))
    keys.push(...Items);
  for (const batch of inBatches(keys, { most: 25, maxBytes: 1_000_000, bytesOf: () => 1_000 })) {
    const requests = batch.map((Key) => ({ DeleteRequest: { Key } }));
    await client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  }
}

async function deleteAlarms(environment: string): Promise<void> {
  const client = cloudWatchClient();
  const found = await new CloudWatchAlarmReader({ client, environment }).found(`hms/${environment}/`);
  const AlarmNames = found.flatMap(({ AlarmName }) => AlarmName ?? []);
  if (AlarmNames.length > 0) await client.send(new DeleteAlarmsCommand({ AlarmNames }));
}

async function deleteSchedules(GroupName: string, keep: readonly string[]): Promise<void> {
  const client = new SchedulerClient({});
  for await (const { Schedules = [] } of paginateListSchedules({ client }, { GroupName }))
    for (const { Name = '' } of Schedules)
      if (!keep.includes(Name)) await client.send(new DeleteScheduleCommand({ Name, GroupName }));
}
