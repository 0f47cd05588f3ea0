import type { QueryClient } from '@tanstack/react-query';
import { openLive } from '../../client/live.ts';
import { observable } from '../util/observable.ts';
import { madeOldBy } from './keys.ts';
import { pageConfig } from './page-config.ts';
import { freshToken } from './session.ts';

/** How fresh the page is: `live` is told of every change, `reconnecting` reads again every few seconds. */
export type LiveState = 'connecting' | 'live' | 'reconnecting';

/** The state of the live socket of this tab. */
export const liveState = observable<LiveState>('connecting');

const COALESCE_MS = 250;
const POLL_MS = 5_000;
const LONGEST_WAIT_MS = 15_000;

/**
 * Follows the live socket until the returned function is called: what it names is read again, at most four
 * times a second. While it is away, everything on screen is read again every 5 s.
 */
export function followLive(queries: QueryClient): () => void {
  const old = coalesce(queries);
  const connection = openLive({
    baseUrl: location.origin,
    url: pageConfig.get()?.liveUrl,
    token: freshToken,
    onMessage: (message) => old.add(madeOldBy(message)),
    onState: (state) => {
      const missedSome = liveState.get() === 'reconnecting';
      liveState.set(state === 'open' ? 'live' : 'reconnecting');
      if (state === 'open' && missedSome) void queries.invalidateQueries();
    },
    backoffMs: (attempt) => Math.min(LONGEST_WAIT_MS, 500 * 2 ** attempt) * (0.9 + Math.random() * 0.2),
  });
  const poll = setInterval(() => {
    if (liveState.get() === 'reconnecting') void queries.invalidateQueries();
  }, POLL_MS);
  return () => {
    clearInterval(poll);
    old.stop();
    connection.close();
    liveState.set('connecting');
  };
}

type Key = readonly string[];

function coalesce(queries: QueryClient): { add: (keys: readonly Key[]) => void; stop: () => void } {
  const old = new Map<string, Key>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    for (const queryKey of old.values()) void queries.invalidateQueries({ queryKey });
    old.clear();
  };
  return {
    add: (keys) => {
      for (const key of keys) old.set(key.join('/'), key);
      timer ??= setTimeout(flush, COALESCE_MS);
    },
    stop: () => clearTimeout(timer),
  };
}
