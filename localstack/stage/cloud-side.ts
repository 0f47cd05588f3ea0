import { createPublicKey, type KeyObject } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import type { Sidecars } from '../../adapters/embedded/cloud/sidecars.ts';
import { SimulatedCloud } from '../../adapters/embedded/cloud/simulated-cloud.ts';
import { TaskAgents } from '../../adapters/embedded/policy/task-agents.ts';
import type { Clock } from '../../core/ports.ts';

/** What the simulated cloud of a deployment begins with. */
export interface CloudSideParts {
  readonly clock: Clock;
  readonly environment: string;
  /** The public key that bundles are verified with. */
  readonly bundleKey: KeyObject;
}

const SEED = 7;

/** The cloud that the deployed product acts on, and the policy agents beside its tasks. Both can begin anew. */
export class CloudSide {
  readonly cloud: SimulatedCloud;
  readonly #parts: CloudSideParts;
  #agents: TaskAgents;

  constructor(parts: CloudSideParts) {
    this.#parts = parts;
    this.#agents = this.#newAgents();
    const sidecars: Sidecars = {
      started: (service, taskId) => this.#agents.started(service, taskId),
      stopped: (service, taskId) => this.#agents.stopped(service, taskId),
      isReady: (service, taskId) => this.#agents.isReady(service, taskId),
    };
    const { clock, environment } = parts;
    this.cloud = new SimulatedCloud({ clock, environment, sidecars, seed: SEED, workloads: () => undefined });
  }

  /** The agents of the tasks that there are now. */
  get agents(): TaskAgents {
    return this.#agents;
  }

  /** Empties the cloud; its time is that of the clock, which may have been set back. */
  empty(): void {
    this.#agents = this.#newAgents();
    const now = this.#parts.clock.now();
    const minuteMs = (Math.floor(now.getTime() / 60_000) + 1) * 60_000;
    const { version, events } = this.cloud.snapshot({ history: false });
    this.cloud.restore({
      version,
      now: now.toISOString(),
      minuteMs,
      services: [],
      loads: [],
      alarms: [],
      mutations: [],
      tasks: [],
      events: { ...events, waiting: [] },
      metrics: [],
    });
  }

  #newAgents(): TaskAgents {
    return new TaskAgents({ clock: this.#parts.clock, key: this.#parts.bundleKey });
  }
}

/** The public half of a signing key of KMS. */
export async function publicKeyOf(KeyId: string): Promise<KeyObject> {
  const { PublicKey } = await new KMSClient({}).send(new GetPublicKeyCommand({ KeyId }));
  return createPublicKey({ key: Buffer.from(PublicKey ?? []), format: 'der', type: 'spki' });
}
