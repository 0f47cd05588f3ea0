import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type * as z from 'zod';
import { ApiProblem } from '../../client/api-problem.ts';
import type { DevClock } from '../../core/contract/dev.ts';
import { observable } from '../util/observable.ts';
import { useObservable } from '../util/use-observable.ts';
import { KEYS } from './keys.ts';
import { dev } from './local-identities.ts';
import { useIsEmbedded } from './use-is-embedded.ts';

type Clock = z.infer<typeof DevClock>;

interface Sample {
  readonly atMs: number;
  readonly readMs: number;
  readonly speed: number;
}

/** The last reading of the control plane's clock; without one, the viewer's own clock runs. */
const sample = observable<Sample | undefined>(undefined);

/** What time it is where the services live, in ms since the epoch. */
export function nowMs(): number {
  const last = sample.get();
  if (!last) return Date.now();
  return last.atMs + (performance.now() - last.readMs) * last.speed;
}

/** The time where the services live; renders again every `everyMs`. */
export function useNow(everyMs = 1_000): number {
  useObservable(sample);
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs();
}

/** The virtual clock of the embedded world; `null` or nothing where time is simply real. */
export function useVirtualClock() {
  const enabled = useIsEmbedded();
  return useQuery({
    enabled,
    queryKey: KEYS.clock,
    queryFn: async ({ signal }) => {
      try {
        return rememberClock(await dev.getClock({ signal }));
      } catch (cause) {
        if (ApiProblem.is(cause, 'route.not_found')) return null;
        throw cause;
      }
    },
    refetchInterval: (query) => (query.state.data?.catchingUpTo ? 500 : 10_000),
  });
}

/** Takes a reading of the clock as the newest. */
export function rememberClock(clock: Clock): Clock {
  sample.set({ atMs: Date.parse(clock.now), readMs: performance.now(), speed: clock.speed });
  return clock;
}
