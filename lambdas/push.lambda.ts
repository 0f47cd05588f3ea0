import { liveMessagesOf } from '../adapters/aws/record-stream.ts';
import { openWebsocketLive } from '../adapters/aws/websocket-live.ts';
import { ENV } from '../core/contract/env.ts';
import { required } from './runtime/environment.ts';
import { onStream } from './runtime/on-stream.ts';
import { connections } from './runtime/ports/live.ts';

const live = openWebsocketLive(required(ENV.liveEndpoint), connections);

/** What changed, from the table's stream to every open page. */
export const handler = onStream('push', async (records) => {
  await live.tell(liveMessagesOf(records));
  return [];
});
