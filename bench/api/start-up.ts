import { setTimeout as sleep } from 'node:timers/promises';
import { ServerProcess } from './server-process.ts';
import { median } from './statistics.ts';

const STARTS = 5;

/** How long the program is left alone before its memory is read: its story has begun by then. */
const IDLE_MS = 3_000;

/** How the program starts as a newcomer starts it: in memory, with its story, at its ordinary speed. */
export interface StartUp {
  readonly starts: number;
  readonly medianMs: number;
  readonly slowestMs: number;
  readonly idleRssMb: number;
}

/** Starts the program several times; the last one is left alone for a while. */
export async function measureStartUp(): Promise<StartUp> {
  const startedMs: number[] = [];
  let idleRssMb = Number.NaN;
  for (let nth = 1; nth <= STARTS; nth += 1) {
    const server = await ServerProcess.start([]);
    startedMs.push(server.startedMs);
    if (nth === STARTS) {
      await sleep(IDLE_MS);
      idleRssMb = server.rssMb();
    }
    await server.stop();
  }
  return {
    starts: STARTS,
    medianMs: Math.round(median(startedMs)),
    slowestMs: Math.round(Math.max(...startedMs)),
    idleRssMb,
  };
}
