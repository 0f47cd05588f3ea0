import {
  CloudWatchServiceException,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import { CloudWatchAlarms } from '../../../adapters/aws/cloudwatch-alarms.ts';
import { describeAlarms, RULES } from '../alarms.contract.ts';
import { FakeCloudWatch } from './fake-cloudwatch.ts';

function openAlarms(options: { readonly pageSize?: number } = {}) {
  const cloudWatch = new FakeCloudWatch(options);
  const { mock } = cloudWatch;
  const place = { environment: 'test', cluster: 'hms-ops-test' };
  const put = () => mock.commandCalls(PutMetricAlarmCommand).map(({ args }) => args[0].input);
  const deleted = () => mock.commandCalls(DeleteAlarmsCommand).map(({ args }) => args[0].input.AlarmNames);
  const described = () => mock.commandCalls(DescribeAlarmsCommand).map(({ args }) => args[0].input);
  const alarms = new CloudWatchAlarms({ client: cloudWatch.client, place });
  return { cloudWatch, alarms, put, deleted, described };
}

async function openUnderTest(options: { readonly pageSize?: number } = {}) {
  const { cloudWatch, alarms, put, deleted } = openAlarms(options);
  return {
    alarms,
    mutations: () => put().length + deleted().length,
    raise: (service: string, kind: string) => cloudWatch.setState(`hms/test/${service}/${kind}`, 'ALARM'),
  };
}

describeAlarms('CloudWatch', openUnderTest);
describeAlarms('CloudWatch in pages of two alarms', () => openUnderTest({ pageSize: 2 }));

const request = { service: 'portal', rules: RULES, cause: { actor: 'dev', changeId: '01JNWW3Z' } };

describe('an alarm as CloudWatch keeps it', () => {
  const ofService = [
    { Name: 'ClusterName', Value: 'hms-ops-test' },
    { Name: 'ServiceName', Value: 'portal' },
  ];
  const target = [{ Name: 'TargetDiscoveryName', Value: 'hms-test-portal' }];
  const own = [
    { Name: 'Environment', Value: 'test' },
    { Name: 'Service', Value: 'portal' },
  ];

  it.each([
    ['cpu-high', 'AWS/ECS', 'CPUUtilization', { Statistic: 'Average', Threshold: 77, Dimensions: ofService }],
    [
      'cpu-low',
      'AWS/ECS',
      'CPUUtilization',
      { EvaluationPeriods: 15, ComparisonOperator: 'LessThanThreshold' },
    ],
    ['memory-high', 'AWS/ECS', 'MemoryUtilization', { Threshold: 88, Dimensions: ofService }],
    [
      'p95-high',
      'AWS/ECS',
      'TargetResponseTime',
      { ExtendedStatistic: 'p95', Threshold: 360, Dimensions: target },
    ],
    [
      '5xx-high',
      'AWS/ECS',
      'HTTPCode_Target_5XX_Count',
      { Statistic: 'Sum', Threshold: 10, DatapointsToAlarm: 3 },
    ],
    ['below-min', 'ECS/ContainerInsights', 'RunningTaskCount', { Statistic: 'Average', Threshold: 2 }],
    // 0.25 restarts a minute over ten minutes are 2.5: three are more.
    [
      'crash-loop',
      'HMS/Fleet',
      'TaskStops',
      { Statistic: 'Sum', Period: 600, Threshold: 2.5, Dimensions: own },
    ],
  ])('of kind %s watches %s %s', async (kind, Namespace, MetricName, rest) => {
    const { alarms, put } = openAlarms();
    await alarms.ensure(request);
    const [found, ...others] = put().filter(({ AlarmName }) => AlarmName === `hms/test/portal/${kind}`);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ Namespace, MetricName, TreatMissingData: 'missing', ...rest });
    expect([found?.Statistic, found?.ExtendedStatistic].filter(Boolean)).toHaveLength(1);
  });

  it('says whose it is and which Change made it', async () => {
    const { alarms, put } = openAlarms();
    await alarms.ensure({ ...request, rules: RULES.slice(0, 1) });
    expect(put()[0]?.Tags).toEqual([
      { Key: 'hms:environment', Value: 'test' },
      { Key: 'hms:managed-by', Value: 'hms-ops' },
      { Key: 'hms:change', Value: '01JNWW3Z' },
    ]);
  });
});

describe('what alarms cost', () => {
  it('is one call where all is as it should be', async () => {
    const { alarms, cloudWatch } = openAlarms();
    await alarms.ensure(request);
    cloudWatch.mock.resetHistory();
    await alarms.ensure(request);
    expect(cloudWatch.mock.calls()).toHaveLength(1);
  });

  it('is one call for all that are no longer named', async () => {
    const { alarms, deleted } = openAlarms();
    await alarms.ensure(request);
    await alarms.ensure({ ...request, rules: [] });
    expect(deleted()).toEqual([RULES.map(({ kind }) => `hms/test/portal/${kind}`)]);
  });

  it('is one call to list those of a service, and one for those in ALARM of the environment', async () => {
    const { alarms, described } = openAlarms();
    await alarms.list('portal');
    await alarms.listAlarming();
    expect(described()).toMatchObject([
      { AlarmNamePrefix: 'hms/test/portal/' },
      { AlarmNamePrefix: 'hms/test/', StateValue: 'ALARM' },
    ]);
  });
});

describe('alarms that somebody altered', () => {
  it.each([
    ['another threshold', { Threshold: 99 }],
    ['another metric', { MetricName: 'MemoryUtilization' }],
    ['other dimensions', { Dimensions: [{ Name: 'ClusterName', Value: 'other' }] }],
    ['another treatment of missing data', { TreatMissingData: 'breaching' }],
    ['another statistic', { Statistic: 'Maximum' as const }],
  ])('in the console are put right: %s', async (_what, change) => {
    const { alarms, cloudWatch, put } = openAlarms();
    const name = 'hms/test/portal/cpu-high';
    await alarms.ensure(request);
    const before = cloudWatch.alarms.get(name);
    cloudWatch.alarms.set(name, { ...before, ...change });
    cloudWatch.mock.resetHistory();
    await alarms.ensure(request);
    expect(put().map(({ AlarmName }) => AlarmName)).toEqual([name]);
    expect(cloudWatch.alarms.get(name)).toEqual(before);
  });

  it('go when they stand among ours and are none of ours', async () => {
    const { alarms, cloudWatch, deleted } = openAlarms();
    cloudWatch.alarms.set('x', { AlarmName: 'hms/test/portal/made-by-hand', StateValue: 'ALARM' });
    expect(await alarms.list('portal')).toEqual([]);
    expect(await alarms.listAlarming()).toEqual([]);
    await alarms.ensure({ ...request, rules: [] });
    expect(deleted()).toEqual([['hms/test/portal/made-by-hand']]);
  });
});

describe('alarms while CloudWatch does not answer', () => {
  it('are unavailable', async () => {
    const { alarms, cloudWatch } = openAlarms();
    const busy = new CloudWatchServiceException({ name: 'Throttling', $fault: 'client', $metadata: {} });
    cloudWatch.mock.on(DescribeAlarmsCommand).rejects(busy);
    const unavailable = { code: 'platform.unavailable', params: { dependency: 'cloudwatch' } };
    await expect(alarms.list('portal')).rejects.toMatchObject(unavailable);
    await expect(alarms.ensure(request)).rejects.toMatchObject(unavailable);
  });
});
