import type { LocalTokens } from '../local-tokens.ts';
import type { Embedded } from '../open-embedded.ts';
import { httpApp } from './http-app.ts';
import { LiveSockets } from './live-sockets.ts';
import { noticeMessages } from './notice-messages.ts';
import { type RunningServer, serve } from './serve.ts';

/** What is served, and where. */
export interface ServeOptions {
  readonly embedded: Embedded;
  readonly tokens: LocalTokens;
  readonly port: number;
  readonly dashboardDir?: string | undefined;
}

/** Serves an embedded world on loopback: API, docs, dashboard, and live messages of every commit. */
export async function serveEmbedded({
  embedded,
  tokens,
  port,
  dashboardDir,
}: ServeOptions): Promise<RunningServer> {
  const { ports, store, hands } = embedded;
  const live = new LiveSockets({ tokens, log: ports.log });
  store.onCommit((notice) => {
    for (const message of noticeMessages(notice)) live.publish(message);
  });
  const app = httpApp({ ports: { ...ports, world: hands, tokens, live }, dashboardDir });
  return serve(app, { port, live });
}
