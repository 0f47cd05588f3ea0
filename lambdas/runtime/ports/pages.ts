import { liveMessagesOf } from '../../../adapters/aws/record-stream.ts';
import { openWebsocketLive } from '../../../adapters/aws/websocket-live.ts';
import { ENV } from '../../../core/contract/env.ts';
import { required } from '../environment.ts';
import { connections } from './live.ts';

const live = openWebsocketLive(required(ENV.liveEndpoint), connections);

/** Tells every open page what records of the table's stream changed. */
export async function tellPages(records: Parameters<typeof liveMessagesOf>[0]): Promise<void> {
  await live.tell(liveMessagesOf(records));
}
