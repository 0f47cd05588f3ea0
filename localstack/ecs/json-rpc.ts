import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { OpsError } from '../../core/errors.ts';
import { EcsRefusal } from './ecs-refusal.ts';

/** Answers a request; what it throws is what the API refuses. */
export type Operation = (input: unknown) => Promise<object> | object;

/** Operations by the whole of their `X-Amz-Target`. */
export type Operations = Readonly<Record<string, Operation>>;

/** A server that listens. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves operations on loopback in the protocol AWS JSON 1.1. Source: smithy.io/2.0/aws/protocols/aws-json-1_1-protocol,
 * "Operation error serialization". A failure of its own is answered as `ServerException`.
 */
export async function serveJsonRpc(operations: Operations, port = 0): Promise<Listening> {
  const server = createServer((request, response) => {
    void answer(operations, request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const { port: bound } = server.address() as AddressInfo; // safe: it listens on a port
  return {
    url: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

async function answer(operations: Operations, request: IncomingMessage): Promise<Answer> {
  try {
    const target = String(request.headers['x-amz-target']);
    const operation = operations[target];
    if (!operation) throw new EcsRefusal('UnknownOperationException', `There is no operation ${target}.`);
    const body = await text(request);
    return { status: 200, body: await operation(body === '' ? {} : JSON.parse(body)) };
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): Answer {
  const known = error instanceof EcsRefusal || OpsError.is(error);
  const message = error instanceof Error ? error.message : String(error);
  const name = error instanceof EcsRefusal ? error.exception : known ? 'ClientException' : 'ServerException';
  return { status: known ? 400 : 500, body: { __type: name, message } };
}
