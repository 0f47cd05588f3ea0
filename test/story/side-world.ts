import { NO_EVENT_FAULTS } from '../../adapters/embedded/cloud/event-bus.ts';
import { serveEmbedded } from '../../adapters/embedded/http/serve-embedded.ts';
import { type LevelStore, openLevelStore } from '../../adapters/embedded/level-store.ts';
import { LocalTokens } from '../../adapters/embedded/local-tokens.ts';
import { openEmbedded } from '../../adapters/embedded/open-embedded.ts';
import type { TimerFaults } from '../../adapters/embedded/timers.ts';
import { type SideWorld, StoryWorld } from './story-world.ts';

/** Opens an empty embedded control plane at `at` whose program has a budget; its timers fail as told. */
export async function openSideWorld(at: string, timers?: TimerFaults): Promise<SideWorld> {
  const store = await openLevelStore({ location: 'memory' });
  const side = await start(store, at, timers);
  await side.world.giveBudget(50);
  return side;
}

async function start(store: LevelStore, at: string, timers: TimerFaults | undefined): Promise<SideWorld> {
  const faults = timers && { events: NO_EVENT_FAULTS, platform: <Same>(same: Same) => same, timers };
  const begin = new Date(at);
  const embedded = await openEmbedded({ start: begin, seed: 11, speed: 0, logLevel: 'error', store, faults });
  const server = await serveEmbedded({ embedded, tokens: await LocalTokens.open(), port: 0 });
  const nothing = async () => undefined;
  const baseUrl = `http://127.0.0.1:${server.port}`;
  const stop = () => server.close();
  return {
    world: new StoryWorld({ baseUrl, tamper: nothing, aside: openSideWorld, cloudTakesCauses: true }),
    restart: async (later) => {
      await stop();
      return start(store, later, timers);
    },
    close: async () => {
      await stop();
      await store.close();
    },
  };
}
