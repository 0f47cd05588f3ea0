import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { LiveConnections } from '../../adapters/aws/live-connections.ts';
import { LIVE_PROTOCOL, liveTokenOf } from '../../core/contract/live-protocol.ts';
import { OpsError } from '../../core/errors.ts';
import type { Tokens } from '../../core/ports.ts';
import { log, logWith } from './log.ts';

/** What is read of an event. Source: API Gateway Developer Guide, "WebSocket APIs", `$connect` and `$disconnect`. */
export interface SocketEvent {
  readonly requestContext: { readonly routeKey: string; readonly connectionId: string };
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
}

interface SocketParts {
  readonly tokens: Tokens;
  readonly connections: Pick<LiveConnections, 'add' | 'remove'>;
}

/**
 * Lets pages listen. The token travels as the second subprotocol, because browsers can set no header; the first one is
 * answered. Whatever a page sends is ignored.
 */
export function onSocket(parts: SocketParts) {
  return middy<SocketEvent, APIGatewayProxyStructuredResultV2>().handler(
    async ({ requestContext, headers }) => {
      const { routeKey, connectionId } = requestContext;
      logWith(connectionId);
      if (routeKey === '$connect') return connect(parts, connectionId, headers);
      if (routeKey === '$disconnect') await parts.connections.remove(connectionId);
      return { statusCode: 200 };
    },
  );
}

async function connect(
  { tokens, connections }: SocketParts,
  connectionId: string,
  headers: SocketEvent['headers'] = {},
): Promise<APIGatewayProxyStructuredResultV2> {
  const token = liveTokenOf(headerIn(headers, 'sec-websocket-protocol'));
  if (token === undefined) return { statusCode: 401 };
  try {
    await tokens.verify(token);
  } catch (error) {
    if (!OpsError.is(error, 'request.unauthenticated')) throw error;
    log.info('live.refused', { connectionId });
    return { statusCode: 401 };
  }
  await connections.add(connectionId);
  return { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': LIVE_PROTOCOL } };
}

function headerIn(headers: NonNullable<SocketEvent['headers']>, name: string): string | undefined {
  return Object.entries(headers).find(([sent]) => sent.toLowerCase() === name)?.[1];
}
