import {
  ApiGatewayManagementApiClient,
  ApiGatewayManagementApiServiceException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { LiveMessage } from '../../core/contract/events.ts';
import { answered, clientSettings } from './aws-client.ts';
import type { LiveConnections } from './live-connections.ts';

/** Pages that are told at the same time; the SDK keeps 50 sockets. */
const AT_ONCE = 25;

/** The client of the WebSocket API and who is connected to it. */
export interface WebsocketParts {
  readonly client: ApiGatewayManagementApiClient;
  readonly connections: Pick<LiveConnections, 'ids' | 'remove'>;
}

/** Tells every page that listens what changed, one message a frame. */
export class WebsocketLive {
  readonly #client: ApiGatewayManagementApiClient;
  readonly #connections: WebsocketParts['connections'];

  constructor({ client, connections }: WebsocketParts) {
    this.#client = client;
    this.#connections = connections;
  }

  /**
   * Tells `messages` to all pages and forgets those that are gone. A page that cannot be told holds no other back.
   * Idempotent for pages: a message names a version, and saying it twice says nothing new.
   * @throws the first failure - OpsError `platform.unavailable`, or a refusal of the API - when a page may not have been
   * told, after all the others were.
   */
  async tell(messages: readonly LiveMessage[]): Promise<void> {
    if (messages.length === 0) return;
    const frames = messages.map((message) => JSON.stringify(message));
    const ids = this.#connections.ids();
    const failures: unknown[] = [];
    const worker = async () => {
      for await (const id of ids) await this.#tellOne(id, frames).catch((error) => failures.push(error));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    if (failures.length > 0) throw failures[0];
  }

  async #tellOne(id: string, frames: readonly string[]): Promise<void> {
    try {
      for (const frame of frames) {
        const command = new PostToConnectionCommand({ ConnectionId: id, Data: frame });
        await answered('websocket', this.#client.send(command));
      }
    } catch (error) {
      if (!isGone(error)) throw error;
      await this.#connections.remove(id);
    }
  }
}

/** The WebSocket API whose stage answers at `endpoint` (https). */
export function openWebsocketLive(endpoint: string, connections: LiveConnections): WebsocketLive {
  const client = new ApiGatewayManagementApiClient({ ...clientSettings(), endpoint });
  return new WebsocketLive({ client, connections });
}

/** Source: Amazon API Gateway, "Use @connections commands": 410 for a connection that is no more, with or without a name. */
function isGone(error: unknown): boolean {
  const isAnswer = error instanceof ApiGatewayManagementApiServiceException;
  return isAnswer && error.$metadata.httpStatusCode === 410;
}
