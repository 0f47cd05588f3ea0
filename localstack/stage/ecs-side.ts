import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';

/** The ECS API of the test: where it listens, and what ECS would have told since it was asked last. */
export interface EcsSide {
  readonly url: string;
  takeEvents(): readonly PutEventsRequestEntry[];
  stop(): Promise<void>;
}
