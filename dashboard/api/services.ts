import type { ServiceView } from '../../core/contract/service.ts';
import { KEYS } from './keys.ts';
import { usePages } from './pages.ts';
import { useRead } from './read.ts';

/** How many services one call of the list asks for; also how many one metrics call answers. */
const PAGE = 50;

/** The services, page after page by cursor; `fetchNextPage` reads on. */
export function useServices(retired: boolean) {
  return usePages([...KEYS.services, retired ? 'with-retired' : 'live'], (client, { signal, ...page }) =>
    client.listServices({
      query: { limit: PAGE, retired: retired ? 'include' : 'exclude', ...page },
      signal,
    }),
  );
}

/** CPU of the last hour of the services on screen, in one call. */
export function useCpuOf(services: readonly ServiceView[]) {
  const names = services.map(({ name }) => name).join(',');
  return useRead(
    [...KEYS.metrics, 'cpu', names],
    (client, signal) => client.getMetrics({ query: { services: names, metric: 'cpu', minutes: 60 }, signal }),
    { enabled: names !== '', everyMs: 5_000 },
  );
}
