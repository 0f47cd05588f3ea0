import { openLive, type SocketLike } from '../../client/live.ts';

const SILENT: SocketLike = { close: () => undefined, addEventListener: () => undefined };

/** Where a live connection goes. */
async function addressOf(url?: string): Promise<string> {
  return new Promise((resolve) => {
    const connection = openLive({
      baseUrl: 'https://ops.example',
      ...(url !== undefined && { url }),
      token: () => 'T',
      onMessage: () => undefined,
      connect: (address) => {
        resolve(address);
        return SILENT;
      },
    });
    setImmediate(() => connection.close());
  });
}

describe('where the live channel is', () => {
  it('beside the API, unless told otherwise', async () => {
    expect(await addressOf()).toBe('wss://ops.example/api/v1/live');
    expect(await addressOf('wss://live.example/live')).toBe('wss://live.example/live');
  });
});
