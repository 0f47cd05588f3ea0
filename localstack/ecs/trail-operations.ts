import * as z from 'zod';
import type { CloudMutation } from '../../core/contract/dev.ts';
import { read } from './ecs-inputs.ts';
import type { EcsPlace } from './ecs-place.ts';
import type { Operations } from './json-rpc.ts';
import { userArn } from './service-book.ts';
import type { Platform } from './service-operations.ts';
import { seconds } from './show-service.ts';

const Lookup = z.looseObject({
  LookupAttributes: z
    .array(z.object({ AttributeKey: z.literal('EventName'), AttributeValue: z.string() }))
    .max(1)
    .default([]),
  MaxResults: z.int().min(1).max(50).default(50),
});

/**
 * CloudTrail's LookupEvents on what altered the simulated cloud, newest first, for the one question that the product asks
 * it: who set a task count. Source: AWS CloudTrail API reference, LookupEvents; user guide, "CloudTrail record contents".
 */
export function trailOperations({ cloud, place }: Pick<Platform, 'cloud' | 'place'>): Operations {
  return {
    LookupEvents: (input) => {
      const { LookupAttributes, MaxResults } = read(Lookup, input);
      const name = LookupAttributes[0]?.AttributeValue;
      const events = cloud.mutations
        .filter(({ call }) => name === undefined || call === name)
        .slice(-MaxResults)
        .reverse();
      return { Events: events.map((mutation) => record(place, mutation)) };
    },
  };
}

function record(place: EcsPlace, { at, call, service, actor, detail }: CloudMutation): object {
  const arn = userArn(place, actor);
  const desiredCount =
    typeof detail['desiredCount'] === 'number' ? { desiredCount: detail['desiredCount'] } : {};
  const told = {
    eventVersion: '1.11',
    eventTime: at,
    eventSource: 'ecs.amazonaws.com',
    eventName: call,
    awsRegion: place.region,
    userIdentity: { type: arn.includes(':assumed-role/') ? 'AssumedRole' : 'IAMUser', arn },
    requestParameters: { cluster: place.cluster, service, ...desiredCount },
  };
  return {
    EventName: call,
    EventTime: seconds(Date.parse(at)),
    Username: arn.split('/').at(-1),
    CloudTrailEvent: JSON.stringify(told),
  };
}
