import { OpsError } from './errors.ts';

/** How often a use case starts over when another writer was first. */
const ATTEMPTS = 25;

/**
 * Runs `attempt` again from its reading as long as another writer was first, at most 25 times in all.
 * Each attempt reads everything anew, so what it decides is never built on an old version.
 * @throws OpsError `store.conflict` when every attempt lost.
 */
export async function retryOnConflict<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let left = ATTEMPTS; left > 1; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (!OpsError.is(error, 'store.conflict')) throw error;
    }
  }
  return attempt();
}
