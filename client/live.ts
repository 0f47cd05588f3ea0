import { API_PREFIX } from '../core/contract/api-prefix.ts';
import { LiveMessage } from '../core/contract/events.ts';
import { LIVE_PROTOCOL } from '../core/contract/live-protocol.ts';

/** What of a WebSocket is used: browsers have one, and `ws` is one for Node. */
export interface SocketLike {
  close(code?: number): void;
  addEventListener(kind: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(kind: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** How to follow what changes. */
export interface LiveOptions {
  /** Origin of the control plane, e.g. `http://localhost:3000`. */
  readonly baseUrl: string;
  /** The WebSocket's whole address where it is not `/api/v1/live` of that origin. */
  readonly url?: string | undefined;
  readonly token: () => string | undefined | Promise<string | undefined>;
  /** Something changed and has this version now; read it again over HTTP. */
  readonly onMessage: (message: LiveMessage) => void;
  /** `open` after a break means that messages were missed: read everything again. */
  readonly onState?: (state: 'open' | 'closed') => void;
  readonly connect?: (url: string, protocols: readonly string[]) => SocketLike;
  /** Milliseconds before attempt `n` (from 0) to connect again. */
  readonly backoffMs?: (attempt: number) => number;
}

/** A live connection that reconnects by itself until it is closed. */
export interface LiveConnection {
  close(): void;
}

/** Follows what changes. Never throws: a connection that cannot be made is tried again, ever more slowly. */
export function openLive(options: LiveOptions): LiveConnection {
  const follower = new Follower(options);
  void follower.connect();
  return follower;
}

class Follower implements LiveConnection {
  private readonly options: LiveOptions;
  private socket: SocketLike | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempt = 0;
  private ended = false;

  constructor(options: LiveOptions) {
    this.options = options;
  }

  async connect(): Promise<void> {
    const token = await Promise.resolve(this.options.token()).catch(() => undefined);
    if (this.ended) return;
    if (token === undefined) return this.again();
    try {
      this.follow(this.open(token));
    } catch {
      this.again();
    }
  }

  close(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.socket?.close(1_000);
  }

  private open(token: string): SocketLike {
    const { baseUrl, connect } = this.options;
    const url = this.options.url ?? `${baseUrl.replace(/^http/, 'ws')}${API_PREFIX}/live`;
    const protocols = [LIVE_PROTOCOL, token];
    return connect ? connect(url, protocols) : builtIn(url, protocols);
  }

  private follow(socket: SocketLike): void {
    this.socket = socket;
    socket.addEventListener('open', () => {
      this.attempt = 0;
      this.options.onState?.('open');
    });
    socket.addEventListener('message', ({ data }) => this.hear(data));
    socket.addEventListener('error', () => undefined); // a close follows every error
    socket.addEventListener('close', () => {
      this.options.onState?.('closed');
      this.again();
    });
  }

  private hear(data: unknown): void {
    const message = LiveMessage.safeParse(jsonOrUndefined(data));
    if (message.success) this.options.onMessage(message.data);
  }

  private again(): void {
    if (this.ended) return;
    const backoffMs = this.options.backoffMs ?? ((attempt) => Math.min(30_000, 500 * 2 ** attempt));
    this.timer = setTimeout(() => void this.connect(), backoffMs(this.attempt));
    this.attempt += 1;
  }
}

function jsonOrUndefined(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}

function builtIn(url: string, protocols: readonly string[]): SocketLike {
  const socketClass: unknown = Reflect.get(globalThis, 'WebSocket');
  if (typeof socketClass !== 'function')
    throw new TypeError('This runtime has no WebSocket: give openLive a `connect`, for example with `ws`.');
  return Reflect.construct(socketClass, [url, [...protocols]]);
}
