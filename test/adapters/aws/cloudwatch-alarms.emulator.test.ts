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

describeAlarms('CloudWatch', async () => {
  const { client, mutations } = countingClient();
  const alarms = new CloudWatchAlarms({ client, place });
  for (const service of ['portal', 'portal-web', 'ingest'])
    await alarms.ensure({ service, rules: [], cause: { actor: 'test' } });
  return {
    alarms,
    mutations,
    raise: async (service, kind) => {
      const AlarmName = `hms/test/${service}/${kind}`;
      await client.send(new SetAlarmStateCommand({ AlarmName, StateValue: 'ALARM', StateReason: 'test' }));
    },
  };
});
