import { KEYS } from '../../api/keys.ts';
import { useRead } from '../../api/read.ts';

/** The kept revisions of a service, newest first. At most 20 are kept, so one page holds them. */
export function useRevisions(name: string) {
  return useRead([...KEYS.service(name), 'revisions'], (client, signal) =>
    client.listRevisions({ params: { name }, query: { limit: 20 }, signal }),
  );
}
