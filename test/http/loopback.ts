import { WebSocket } from 'ws';
import { serveEmbedded } from '../../adapters/embedded/http/serve-embedded.ts';
import { LOCAL_IDENTITIES } from '../../adapters/embedded/local-identities.ts';
import { LocalTokens } from '../../adapters/embedded/local-tokens.ts';
import { type Embedded, openEmbedded } from '../../adapters/embedded/open-embedded.ts';
import { giveBudgets } from '../../adapters/embedded/portal-story.ts';
import type { SocketLike } from '../../client/live.ts';

/** A world that really listens, on a free port of this machine. */
export interface Loopback {
  readonly embedded: Embedded;
  readonly baseUrl: string;
  readonly port: number;
  tokenOf(as: keyof typeof LOCAL_IDENTITIES): Promise<string>;
  close(): Promise<void>;
}

/** Opens a world with a budget for the program `default`, and serves it. */
export async function openLoopback(): Promise<Loopback> {
  const start = new Date('2026-03-02T08:00:00.000Z');
  const embedded = await openEmbedded({ seed: 7, start, speed: 0, logLevel: 'silent' });
  await giveBudgets(embedded);
  const tokens = await LocalTokens.open();
  const server = await serveEmbedded({ embedded, tokens, port: 0 });
  return {
    embedded,
    port: server.port,
    baseUrl: `http://localhost:${server.port}`,
    tokenOf: async (as) => (await tokens.sign(LOCAL_IDENTITIES[as])).token,
    close: async () => {
      await server.close();
      await embedded.close();
    },
  };
}

/** Connects with `ws`, as programs on Node do. */
export function connectWs(url: string, protocols: readonly string[]): SocketLike {
  return new WebSocket(url, [...protocols]) as unknown as SocketLike; // its events carry more, never less
}
