import type * as z from 'zod';
import type { DevCloud, DevCloudRequest, DevLoadRequest } from '../../../core/contract/dev.ts';
import { BUNDLE_KEY_ID } from '../../../core/policy/bundle-signature.ts';
import { signedText } from '../../../core/policy/receive-policy.ts';
import type { Clock } from '../../../core/ports.ts';
import { addSeconds, MS } from '../../../core/units.ts';
import type { SimulatedCloud } from '../cloud/simulated-cloud.ts';
import type { Pace } from '../pace.ts';
import type { LocalPolicies } from '../policy/local-policies.ts';
import type { World } from '../world.ts';

/** What the dev routes act on: the world's time, the pace it runs at, and its cloud. */
export interface DevWorldParts {
  readonly clock: Clock;
  readonly world: Pick<World, 'advance' | 'settle'>;
  readonly pace: Pick<Pace, 'speed' | 'setSpeed'>;
  readonly cloud: Pick<SimulatedCloud, 'setLoad' | 'alterByHand' | 'state'>;
  readonly policies: LocalPolicies;
}

/** The embedded world as its dev routes see it: its time, its load, and a hand in its cloud. */
export class DevWorld {
  readonly #parts: DevWorldParts;
  /** Where the advances under way lead, in order. */
  readonly #targets = new Set<{ readonly at: string }>();

  constructor(parts: DevWorldParts) {
    this.#parts = parts;
  }

  /** Virtual seconds a second; 0 is paused. */
  get speed(): number {
    return this.#parts.pace.speed;
  }

  setSpeed(speed: number): void {
    this.#parts.pace.setSpeed(speed);
  }

  /** Where time is being led; undefined when nobody leads it. */
  get catchingUpTo(): string | undefined {
    return [...this.#targets].at(-1)?.at;
  }

  /** Lets `seconds` of virtual time pass, every due thing in order. */
  async advance(seconds: number): Promise<void> {
    const target = { at: addSeconds(this.#now().toISOString(), seconds) };
    this.#targets.add(target);
    try {
      await this.#parts.world.advance(seconds);
    } finally {
      this.#targets.delete(target);
    }
  }

  /** Lets time pass until the clock next shows `HH:MM` in UTC. */
  advanceUntil(timeOfDay: string): Promise<void> {
    return this.advance(secondsUntil(timeOfDay, this.#now()));
  }

  /** Multiplies the load of a service from now on; returns until when. */
  setLoad({ service, factor, forSec }: z.output<typeof DevLoadRequest>): string {
    this.#parts.cloud.setLoad(service, factor, forSec);
    return addSeconds(this.#now().toISOString(), forSec);
  }

  /** Does what a person does by hand in the cloud's console. @throws OpsError `service.not_found`. */
  async alterCloud(request: z.output<typeof DevCloudRequest>): Promise<void> {
    this.#parts.cloud.alterByHand(request);
    await this.#parts.world.settle();
  }

  /** The simulated cloud as it is now, and its log of mutating calls. */
  cloudView(): DevCloud {
    return this.#parts.cloud.state();
  }

  /** Signs a policy as the Governance Layer of this world does. */
  signPolicy(message: unknown): ReturnType<LocalPolicies['keys']['sign']> {
    return this.#parts.policies.keys.sign(signedText(message));
  }

  /** What agents and OPA verify this world's bundles with. */
  bundleKey(): { readonly keyId: string; readonly publicKeyPem: string } {
    return { keyId: BUNDLE_KEY_ID, publicKeyPem: this.#parts.policies.packer.publicKeyPem };
  }

  #now(): Date {
    return this.#parts.clock.now();
  }
}

/** Seconds from `now` to the next `HH:MM` in UTC; a whole day when that is now. Pure. */
export function secondsUntil(timeOfDay: string, now: Date): number {
  const [hours = 0, minutes = 0] = timeOfDay.split(':').map(Number);
  const target = new Date(now);
  target.setUTCHours(hours, minutes, 0, 0);
  const aheadMs = target.getTime() - now.getTime();
  return (aheadMs > 0 ? aheadMs : aheadMs + MS.day) / MS.second;
}
