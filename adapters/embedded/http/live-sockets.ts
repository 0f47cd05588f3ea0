import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { API_PREFIX } from '../../../core/contract/api-prefix.ts';
import type { LiveMessage } from '../../../core/contract/events.ts';
import { LIVE_PROTOCOL, liveTokenOf } from '../../../core/contract/live-protocol.ts';
import type { Live, Log, Tokens } from '../../../core/ports.ts';
import { isLocalHost } from './guards.ts';

/** A reader that is this far behind is cut off; it reads everything again when it reconnects. */
const MAX_BUFFERED_BYTES = 1_048_576;

const HEARTBEAT_MS = 30_000;
const MAX_SOCKETS = 200;

/** Tells every open page what changed. Nothing is ever read from a page. */
export class LiveSockets implements Live {
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: 1_024,
    handleProtocols: () => LIVE_PROTOCOL,
  });
  readonly #alive = new WeakSet<WebSocket>();
  readonly #tokens: Tokens;
  readonly #log: Log;
  #heartbeat: ReturnType<typeof setInterval> | undefined;

  constructor({ tokens, log }: { readonly tokens: Tokens; readonly log: Log }) {
    this.#tokens = tokens;
    this.#log = log;
  }

  /** Takes over the upgrade requests of a server, and its heartbeat. */
  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      this.#upgrade(request, socket, head).catch((error: unknown) => {
        this.#log.warn('live.refused', { error });
        refuse(socket, '401 Unauthorized');
      });
    });
    this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  publish(message: LiveMessage): void {
    if (this.#server.clients.size === 0) return;
    const text = JSON.stringify(message);
    for (const client of this.#server.clients) {
      if (client.bufferedAmount > MAX_BUFFERED_BYTES) client.terminate();
      else client.send(text, ignoreLateFailure);
    }
  }

  /** Closes every connection. */
  close(): void {
    clearInterval(this.#heartbeat);
    for (const client of this.#server.clients) client.close(1_001, 'the server stops');
    this.#server.close();
    for (const client of this.#server.clients) client.terminate();
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const refusal = refusalOf(request, this.#server.clients.size);
    if (refusal !== undefined) return refuse(socket, refusal);
    const token = liveTokenOf(request.headers['sec-websocket-protocol']);
    if (token === undefined) return refuse(socket, '401 Unauthorized');
    await this.#tokens.verify(token);
    this.#server.handleUpgrade(request, socket, head, (client) => this.#welcome(client));
  }

  #welcome(client: WebSocket): void {
    this.#alive.add(client);
    client.on('pong', () => this.#alive.add(client));
    client.on('error', () => client.terminate());
  }

  /** A client that did not answer the last ping is gone. */
  #beat(): void {
    for (const client of this.#server.clients) {
      if (!this.#alive.delete(client)) client.terminate();
      else client.ping(ignoreLateFailure);
    }
  }
}

/** Why a connection is refused before anybody looks at its token; undefined when it is not. */
function refusalOf({ url, headers }: IncomingMessage, open: number): string | undefined {
  if (url !== `${API_PREFIX}/live`) return '404 Not Found';
  if (!isLocalHost(headers.host)) return '421 Misdirected Request';
  if (headers.origin !== undefined && !isLocalHost(headers.origin.replace(/^https?:\/\//, '')))
    return '403 Forbidden';
  return open >= MAX_SOCKETS ? '503 Service Unavailable' : undefined;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function ignoreLateFailure(): void {
  // The socket's own close follows; the reader reconnects and reads again.
}
