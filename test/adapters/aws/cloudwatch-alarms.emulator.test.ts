import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchAlarms } from '../../../adapters/aws/cloudwatch-alarms.ts';
import { cloudWatchClient } from '../../../adapters/aws/cloudwatch-client.ts';
import { describeAlarms } from '../alarms.contract.ts';

const place = { environment: 'test', cluster: 'hms-ops-test' };

/** What alters alarms, counted as the client sends it. */
function countingClient() {
  const client = cloudWatchClient();
  let count = 0;
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (args) => {
        if (/^(Put|Delete)/.test(commandName)) count += 1;
        return next(args);
      },
    { step: 'initialize' },
  );
  return { client, mutations: () => count };
}

/** Takes away what a test, or a run before this one, left. */
async function clear(alarms: CloudWatchAlarms): Promise<void> {
  for (const service of ['portal', 'portal-web', 'ingest'])
    await alarms.ensure({ service, rules: [], cause: { actor: 'test' } });
}

afterAll(() => clear(new CloudWatchAlarms({ client: cloudWatchClient(), place })));

describeAlarms('CloudWatch', async () => {
  const { client, mutations } = countingClient();
  const alarms = new CloudWatchAlarms({ client, place });
  await clear(alarms);
  return {
    alarms,
    mutations,
    raise: async (service, kind) => {
      const AlarmName = `hms/test/${service}/${kind}`;
      await client.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'test' }));
    },
  };
});
