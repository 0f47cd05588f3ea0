import { randomUUID } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { problemOf, problemResponse } from '../../../core/api/problem.ts';
import { OpsError } from '../../../core/errors.ts';
import type { LiveSockets } from './live-sockets.ts';

/** Nobody but this machine. */
const LOOPBACK = '127.0.0.1';

/** A host name or address with or without a port, as far as its letters go. */
const READABLE_HOST = /^[\w.:[\]-]+$/;

/** A server that listens. */
export interface RunningServer {
  readonly port: number;
  /** Stops listening, ends open pages, and waits for answers under way, at most a second. */
  close(): Promise<void>;
}

/** Serves `app` and the live channel on loopback. `port` 0 takes a free one. Rejects when the port is taken. */
export async function serve(
  app: Hono,
  options: { readonly port: number; readonly live: LiveSockets },
): Promise<RunningServer> {
  const listener = getRequestListener(app.fetch, { hostname: 'localhost', overrideGlobalObjects: false });
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    if (READABLE_HOST.test(request.headers.host ?? 'none')) void listener(request, response);
    else refuseUnreadable(response);
  });
  options.live.attach(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, LOOPBACK, resolve);
  });
  // Safe: a server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return { port, close: () => stop(server, options.live) };
}

/** Refuses what has no address at all: no router could say where it belongs. */
function refuseUnreadable(response: ServerResponse): void {
  const error = new OpsError('request.malformed', 'The Host header cannot be read.', {
    remedy: 'Send the header "Host: localhost" with the port.',
    errors: [{ field: 'Host', problem: 'is no host', remedy: 'use localhost with the port' }],
  });
  const { status, headers, body } = problemResponse(problemOf(error, randomUUID()));
  response.writeHead(status, headers).end(body);
}

async function stop(server: Server, live: LiveSockets): Promise<void> {
  live.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), 1_000);
  await closed.finally(() => clearTimeout(force));
}
