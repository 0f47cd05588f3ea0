import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { noticeMessages } from '../../adapters/embedded/http/notice-messages.ts';
import { openLive } from '../../client/live.ts';
import type { LiveMessage } from '../../core/contract/events.ts';
import { connectWs, type Loopback, openLoopback } from './loopback.ts';

const SPEC = { name: 'my-service', image: 'public/whoami:v1' };

describe('the live channel', () => {
  let loopback: Loopback;
  beforeAll(async () => {
    loopback = await openLoopback();
  });
  afterAll(() => loopback.close());

  const address = () => `ws://localhost:${loopback.port}/api/v1/live`;

  async function deploy(name: string): Promise<string> {
    const response = await fetch(`${loopback.baseUrl}/api/v1/services`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await loopback.tokenOf('dev')}`,
      },
      body: JSON.stringify({ ...SPEC, name }),
    });
    expect(response.status).toBe(202);
    return ((await response.json()) as { id: string }).id;
  }

  /** The status that an upgrade is refused with. */
  async function refusal(protocols: string[], options: object = {}): Promise<number | undefined> {
    const socket = new WebSocket(address(), protocols, options);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode?: number }];
    socket.on('error', () => undefined);
    socket.terminate();
    return response.statusCode;
  }

  it('tells what changed and its version, and nothing else', async () => {
    const messages: LiveMessage[] = [];
    const raw: unknown[] = [];
    let heard: (() => void) | undefined;
    const opened = new Promise<void>((resolve, reject) => {
      const connection = openLive({
        baseUrl: loopback.baseUrl,
        token: () => loopback.tokenOf('ana'),
        connect: (url, protocols) => {
          const socket = connectWs(url, protocols);
          socket.addEventListener('message', ({ data }) => raw.push(JSON.parse(String(data))));
          return socket;
        },
        onMessage: (message) => {
          messages.push(message);
          if (message.kind === 'audit') heard?.();
        },
        onState: (state) => (state === 'open' ? resolve() : reject(new Error('closed'))),
      });
      closers.push(() => connection.close());
    });
    await opened;
    const told = new Promise<void>((resolve) => {
      heard = resolve;
    });
    const changeId = await deploy('live-one');
    await told;
    expect(messages).toContainEqual({ kind: 'service', id: 'live-one', version: 1 });
    expect(messages).toContainEqual(expect.objectContaining({ kind: 'change', id: changeId }));
    expect(raw).toEqual(messages);
  });
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  it('401: no token, a forged one, another protocol', async () => {
    expect(await refusal(['hms.v1'])).toBe(401);
    expect(await refusal(['hms.v1', 'not-a-token'])).toBe(401);
    expect(await refusal(['other', await loopback.tokenOf('ana')])).toBe(401);
  });

  it('403: a page of another origin; 421: another host; both with a good token', async () => {
    const protocols = ['hms.v1', await loopback.tokenOf('ana')];
    expect(await refusal(protocols, { origin: 'https://evil.example' })).toBe(403);
    expect(await refusal(protocols, { headers: { host: 'evil.example' } })).toBe(421);
  });

  it('cuts off whoever sends more than a heartbeat needs', async () => {
    const socket = new WebSocket(address(), ['hms.v1', await loopback.tokenOf('ana')]);
    await once(socket, 'open');
    expect(socket.protocol).toBe('hms.v1');
    socket.send('x'.repeat(2_000));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1009);
  });

  it('survives a peer that hangs up in the middle of the upgrade', async () => {
    const socket = connect(loopback.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    );
    socket.destroy();
    const health = await fetch(`${loopback.baseUrl}/healthz`);
    expect(health.status).toBe(200);
  });
});

describe('the client of the live channel', () => {
  it('connects again after a break and says so, until it is closed', async () => {
    const loopback = await openLoopback();
    const states: string[] = [];
    const sockets: { close(): void }[] = [];
    let opened: () => void = () => undefined;
    const nextOpen = () =>
      new Promise<void>((resolve) => {
        opened = resolve;
      });
    const first = nextOpen();
    const connection = openLive({
      baseUrl: loopback.baseUrl,
      token: () => loopback.tokenOf('ana'),
      connect: (url, protocols) => {
        const socket = connectWs(url, protocols);
        sockets.push(socket);
        return socket;
      },
      onMessage: () => undefined,
      onState: (state) => {
        states.push(state);
        if (state === 'open') opened();
      },
      backoffMs: () => 1,
    });
    await first;
    const second = nextOpen();
    sockets[0]?.close();
    await second;
    expect(states).toEqual(['open', 'closed', 'open']);
    connection.close();
    await loopback.close();
    expect(sockets).toHaveLength(2);
  });
});

describe('what a commit says to pages', () => {
  it('names records and audit streams, once each, and no secret of theirs', () => {
    const item = (pk: string, version: number, sk = 'CURRENT') => ({
      key: { pk, sk },
      version,
      value: { secret: 1 },
    });
    const entry = { stream: 'service/a1', seq: 7 };
    const notice = {
      items: [
        item('SERVICE#a1', 3),
        item('SERVICE#a1', 1, 'DECISION#x'),
        item('LEASE#a1', 1),
        item('BUDGET#p1', 2),
      ],
      deleted: [],
      audit: [{ ...entry, seq: 6 }, entry],
      events: [],
    };
    expect(noticeMessages(notice as never)).toEqual([
      { kind: 'service', id: 'a1', version: 3 },
      { kind: 'budget', id: 'p1', version: 2 },
      { kind: 'audit', id: 'service/a1', version: 7 },
    ]);
  });
});
