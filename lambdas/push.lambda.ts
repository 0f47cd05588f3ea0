import { onStream } from './runtime/on-stream.ts';
import { tellPages } from './runtime/ports/pages.ts';

/** What changed, from the table's stream to every open page. */
export const handler = onStream('push', async (records) => {
  await tellPages(records);
  return [];
});
