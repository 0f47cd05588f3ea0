import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Clock } from '../../core/ports.ts';

const DESCRIBE = 'AWSStepFunctions.DescribeExecution';

/** The way to Step Functions while it is open. */
export interface StatesClock {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * A way to the Step Functions of `endpoint` on which executions end in virtual time: they run in real time, and when one
 * is first seen to have ended, that is when it did. Everything else goes through as it is.
 */
export async function openStatesClock(endpoint: string, clock: Clock): Promise<StatesClock> {
  const ended = new Map<string, number>();
  const server = createServer((request, response) => {
    pass({ endpoint, clock, ended }, request, response).catch((error: unknown) => {
      response.writeHead(502).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // safe: it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Passing {
  readonly endpoint: string;
  readonly clock: Clock;
  readonly ended: Map<string, number>;
}

async function pass(passing: Passing, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name));
  const answer = await fetch(`${passing.endpoint}${request.url ?? '/'}`, {
    method: request.method ?? 'POST',
    headers: headers.map(([name, value]): [string, string] => [name, String(value)]),
    body: new Uint8Array(await buffer(request)),
  });
  const text = await answer.text();
  const isDescription = request.headers['x-amz-target'] === DESCRIBE && answer.ok;
  response.writeHead(answer.status, {
    'content-type': answer.headers.get('content-type') ?? 'application/json',
  });
  response.end(isDescription ? inVirtualTime(passing, text) : text);
}

/** Headers of one connection, which the next one has its own of. */
const HOP_BY_HOP = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'expect']);

function inVirtualTime({ clock, ended }: Passing, text: string): string {
  const execution: Readonly<Record<string, unknown>> = JSON.parse(text);
  if (execution['stopDate'] === undefined || execution['stopDate'] === null) return text;
  const arn = String(execution['executionArn']);
  const atMs = ended.get(arn) ?? clock.now().getTime();
  ended.set(arn, atMs);
  return JSON.stringify({ ...execution, stopDate: atMs / 1_000 });
}
