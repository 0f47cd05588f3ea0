import { log } from './log.ts';
import { meters } from './meters.ts';

/** Does `work`, and tells how long it took or that it failed. A failure is thrown again: retry, then dead letter. */
export async function measured<Result>(kind: string, work: () => Promise<Result>): Promise<Result> {
  const begunMs = performance.now();
  try {
    const result = await work();
    meters.handled(kind, performance.now() - begunMs);
    return result;
  } catch (error) {
    meters.failed(kind);
    log.error(`${kind}.failed`, {
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    throw error;
  }
}
