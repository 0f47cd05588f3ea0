import { KEYS } from '../../api/keys.ts';
import { usePages } from '../../api/pages.ts';
import { useRead } from '../../api/read.ts';

/** Proposals end and are verified without an announcement of their own, so one is read again this often. */
const EVERY_MS = 15_000;

/** What the nights proposed, newest first, page after page. */
export function useProposals() {
  return usePages(KEYS.proposals, (client, { signal, ...query }) => client.listProposals({ query, signal }));
}

/** One proposal. */
export function useProposal(id: string) {
  return useRead(
    [...KEYS.proposals, id],
    (client, signal) => client.getProposal({ params: { id }, signal }),
    { everyMs: EVERY_MS },
  );
}
