import {
  CloudTrailClient,
  CloudTrailServiceException,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import { mockClient } from 'aws-sdk-client-mock';
import { newestIn, TrailCountActors } from '../../../adapters/aws/count-actors.ts';

const PLACE = { service: 'portal', cluster: 'hms-ops-test' };
const ANA = { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/ana' };
const SCALING = {
  userIdentity: { type: 'AWSService', invokedBy: 'ecs.application-autoscaling.amazonaws.com' },
};

/** A record as CloudTrail keeps it. Source: AWS CloudTrail user guide, "CloudTrail record contents". */
function recorded(parameters: object | null, more: object = {}) {
  const record = {
    eventVersion: '1.11',
    eventSource: 'ecs.amazonaws.com',
    eventName: 'UpdateService',
    userIdentity: ANA,
    requestParameters: parameters,
    responseElements: null,
    ...more,
  };
  return { EventName: 'UpdateService', CloudTrailEvent: JSON.stringify(record) };
}

const ours = recorded({ ...PLACE, desiredCount: 4 });

describe('who set a task count', () => {
  it.each<[string, ReturnType<typeof recorded>[], string]>([
    ['a person', [ours], ANA.arn],
    [
      'the newest of several',
      [
        recorded({ ...PLACE, desiredCount: 2 }, { userIdentity: { ...ANA, arn: 'arn:aws:iam::1:user/ben' } }),
        ours,
      ],
      'arn:aws:iam::1:user/ben',
    ],
    ['a service of AWS', [recorded({ ...PLACE, desiredCount: 9 }, SCALING)], SCALING.userIdentity.invokedBy],
    [
      'named by ARNs',
      [
        recorded({
          service: 'arn:aws:ecs:us-east-1:123456789012:service/hms-ops-test/portal',
          cluster: 'arn:aws:ecs:us-east-1:123456789012:cluster/hms-ops-test',
          desiredCount: 4,
        }),
      ],
      ANA.arn,
    ],
    [
      'this product, by its own name',
      [
        recorded(
          { ...PLACE, desiredCount: 3 },
          {
            userIdentity: { arn: 'arn:aws:sts::123456789012:assumed-role/hms-ops-test-reconcile/reconcile' },
          },
        ),
      ],
      'scaler',
    ],
  ])('is told: %s', (_what, events, expected) => {
    expect(newestIn(events, PLACE)?.actor).toBe(expected);
  });

  it.each<[string, ReturnType<typeof recorded>[]]>([
    ['nothing was called', []],
    ['another service was meant', [recorded({ ...PLACE, service: 'web', desiredCount: 4 })]],
    ['another cluster was meant', [recorded({ ...PLACE, cluster: 'other', desiredCount: 4 })]],
    ['the call named no count', [recorded(PLACE)]],
    ['the call was refused', [recorded({ ...PLACE, desiredCount: 4 }, { errorCode: 'AccessDenied' })]],
    ['a record cannot be read', [{ EventName: 'UpdateService', CloudTrailEvent: 'broken' }, recorded(null)]],
  ])('is nobody when %s', (_what, events) => {
    expect(newestIn(events, PLACE)).toBeUndefined();
  });

  it('is nobody yet when the newest call that the trail knows set another count', async () => {
    const own = { arn: 'arn:aws:sts::123456789012:assumed-role/hms-ops-test-reconcile/reconcile' };
    const mock = mockClient(CloudTrailClient);
    mock
      .on(LookupEventsCommand)
      .resolves({ Events: [recorded({ ...PLACE, desiredCount: 3 }, { userIdentity: own }), ours] });
    const actors = new TrailCountActors({ client: new CloudTrailClient({}), cluster: PLACE.cluster });
    expect(await actors.whoSet('portal', 9)).toBe('');
    expect(await actors.whoSet('portal', 4)).toBe('');
    expect(await actors.whoSet('portal', 3)).toBe('scaler');
  });

  it('is looked for behind the calls about other services, three pages deep', async () => {
    const mock = mockClient(CloudTrailClient);
    const others = { Events: [recorded({ ...PLACE, service: 'web', desiredCount: 1 })], NextToken: 'more' };
    mock
      .on(LookupEventsCommand)
      .resolvesOnce(others)
      .resolvesOnce({ Events: [ours] })
      .resolves(others);
    const actors = new TrailCountActors({ client: new CloudTrailClient({}), cluster: PLACE.cluster });
    expect(await actors.whoSet('portal', 4)).toBe(ANA.arn);
    expect(await actors.whoSet('portal', 4)).toBe('');
    expect(mock.commandCalls(LookupEventsCommand)).toHaveLength(5);
  });

  it('is asked with one call, and is nobody where the trail does not answer', async () => {
    const mock = mockClient(CloudTrailClient);
    mock.on(LookupEventsCommand).resolves({ Events: [ours] });
    const actors = new TrailCountActors({ client: new CloudTrailClient({}), cluster: PLACE.cluster });
    expect(await actors.whoSet('portal', 4)).toBe(ANA.arn);
    const asked = mock.commandCalls(LookupEventsCommand).map(({ args }) => args[0].input);
    expect(asked).toEqual([
      { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'UpdateService' }], MaxResults: 50 },
    ]);
    const refused = {
      name: 'ThrottlingException',
      $fault: 'client',
      $metadata: {},
      message: 'slow',
    } as const;
    mock.on(LookupEventsCommand).rejects(new CloudTrailServiceException(refused));
    expect(await actors.whoSet('portal', 4)).toBe('');
  });
});
