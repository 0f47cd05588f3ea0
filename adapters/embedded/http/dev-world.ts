import type * as z from 'zod';
import type { DevCloud, DevCloudRequest, DevLoadRequest } from '../../../core/contract/dev.ts';

/** What the dev routes need of the embedded world: its time, its load, and a hand in its cloud. */
export interface DevWorld {
  /** Virtual seconds a second; 0 is paused. */
  speed(): number;
  setSpeed(speed: number): void;
  /** Lives through `seconds` of virtual time, every due event in order. Calls queue behind each other. */
  advance(seconds: number): Promise<void>;
  /** Lives on to the next `HH:MM` in UTC. */
  advanceUntil(timeOfDay: string): Promise<void>;
  /** The instant that an advance under way will reach; undefined when none is. */
  catchingUpTo(): string | undefined;
  /** Multiplies the load of a service from now on; returns until when. */
  setLoad(request: z.output<typeof DevLoadRequest>): { readonly until: string };
  /** What a person would do by hand in the cloud's console. @throws OpsError `service.not_found`. */
  alterCloud(request: z.output<typeof DevCloudRequest>): void | Promise<void>;
  /** The simulated cloud as it is now, and its log of mutating calls, oldest first. */
  cloudView(): DevCloud;
}
