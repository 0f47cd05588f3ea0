import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import type { Client } from '../../client/create-client.ts';
import { asSignedIn } from './session.ts';

interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly nextCursor?: string | undefined;
}

/** A list that is read page by page. `cursor` is absent for the first page. */
export function usePages<Item>(
  key: QueryKey,
  ask: (
    client: Client,
    page: { readonly cursor?: string; readonly signal: AbortSignal },
  ) => Promise<PageOf<Item>>,
) {
  return useInfiniteQuery({
    queryKey: [...key, 'pages'],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      asSignedIn((client) => ask(client, { signal, ...(pageParam === '' ? {} : { cursor: pageParam }) })),
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** A list as far as it was read. */
export type Pages<Item> = ReturnType<typeof usePages<Item>>;

/** Everything that was read so far, in order. */
export function itemsOf<Item>(pages: {
  readonly data: { readonly pages: readonly PageOf<Item>[] } | undefined;
}): readonly Item[] {
  return pages.data?.pages.flatMap(({ items }) => items) ?? [];
}
