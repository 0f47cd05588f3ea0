import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { type EcsApiOptions, startEcsApi } from '../ecs/ecs-api.ts';
import type { EcsEvent } from '../ecs/ecs-event.ts';

/** The ECS API of the test: where it listens, and what ECS would have told since it was asked last. */
export interface EcsSide {
  readonly url: string;
  takeEvents(): readonly PutEventsRequestEntry[];
  close(): Promise<void>;
}

/** Opens the ECS API of the test over a simulated cloud. */
export async function openEcsSide(options: EcsApiOptions): Promise<EcsSide> {
  const api = await startEcsApi(options);
  const events: EcsEvent[] = [];
  api.onEvent((event) => events.push(event));
  return { url: api.url, takeEvents: () => events.splice(0).map(entryOf), close: () => api.close() };
}

/** An event as it is put on the default bus by who may: here the test, in the place of ECS. */
function entryOf(event: EcsEvent): PutEventsRequestEntry {
  return {
    Source: event.source,
    DetailType: event['detail-type'],
    Detail: JSON.stringify(event.detail),
    Resources: [...event.resources],
    Time: new Date(event.time),
  };
}
