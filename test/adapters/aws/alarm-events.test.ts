import { alarmHintOf } from '../../../adapters/aws/alarm-events.ts';

/**
 * The sample event of a single metric alarm, with our alarm's name and less reasoning. Source: CloudWatch User Guide, "Alarm
 * events and EventBridge", "Alarm State Change Events", tab "Single Metric Alarm".
 */
const event = {
  version: '0',
  id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '123456789012',
  time: '2019-10-02T17:04:40Z',
  region: 'us-east-1',
  resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:hms/test/portal/cpu-high'],
  detail: {
    alarmName: 'hms/test/portal/cpu-high',
    configuration: {
      description: 'Goes into alarm when server CPU utilization is too high!',
      metrics: [
        {
          id: '30b6c6b2-a864-43a2-4877-c09a1afc3b87',
          metricStat: {
            metric: {
              dimensions: { InstanceId: 'i-12345678901234567' },
              name: 'CPUUtilization',
              namespace: 'AWS/EC2',
            },
            period: 300,
            stat: 'Average',
          },
          returnData: true,
        },
      ],
    },
    previousState: {
      reason: 'Threshold Crossed: 1 out of the last 1 datapoints was not greater than the threshold (50.0).',
      timestamp: '2019-10-01T13:56:40.985+0000',
      value: 'OK',
    },
    state: {
      reason: 'Threshold Crossed: 1 out of the last 1 datapoints was greater than the threshold (50.0).',
      timestamp: '2019-10-02T17:04:40.989+0000',
      value: 'ALARM',
    },
  },
};
const named = (alarmName: string) => ({ ...event, detail: { ...event.detail, alarmName } });
const inState = (state: object) => ({ ...event, detail: { ...event.detail, state } });

describe('an alarm event of CloudWatch', () => {
  it('says which alarm of which service went into which state, and when', () => {
    expect(alarmHintOf(event, 'test')).toEqual({
      service: 'portal',
      kind: 'cpu-high',
      state: 'ALARM',
      at: '2019-10-02T17:04:40.989Z',
      correlationId: 'alarm-c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
    });
  });

  it.each(['OK', 'INSUFFICIENT_DATA'])('tells of %s too', (value) => {
    expect(alarmHintOf(inState({ ...event.detail.state, value }), 'test')?.state).toBe(value);
  });

  it.each([
    ['no time of the change', {}],
    ['a time that cannot be read', { timestamp: 'yesterday' }],
  ])('happened when the event did where it has %s', (_what, rest) => {
    expect(alarmHintOf(inState({ value: 'OK', ...rest }), 'test')?.at).toBe('2019-10-02T17:04:40.000Z');
  });

  it.each([
    ['an alarm that is not ours', named('ServerCpuTooHigh')],
    ['an alarm of another environment', named('hms/prod/portal/cpu-high')],
    ['an alarm of a kind that we do not know', named('hms/test/portal/disk-full')],
    ['an alarm with more in its name', named('hms/test/portal/cpu-high/2')],
    ['another event', { ...event, 'detail-type': 'CloudWatch Alarm Configuration Change' }],
    ['an event of another source', { ...event, source: 'my.app' }],
    ['no state', inState({})],
    ['nothing', undefined],
  ])('says nothing of %s', (_what, other) => {
    expect(alarmHintOf(other, 'test')).toBeUndefined();
  });
});
