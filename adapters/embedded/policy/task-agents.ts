import type { KeyObject } from 'node:crypto';
import { BundleError, type OpenBundle } from '../../../client/policy-agent/open-bundle.ts';
import { PolicyAgent } from '../../../client/policy-agent/policy-agent.ts';
import type { PolicyVersion } from '../../../core/contract/policy.ts';
import type { Compute } from '../../../core/fleet/compute.ts';
import { binds } from '../../../core/policy/bound-services.ts';
import { liveVersions } from '../../../core/policy/policy-versions.ts';
import type { Clock } from '../../../core/ports.ts';
import { each, find } from '../../../core/store/record-type.ts';
import { liveServices, Services } from '../../../core/store/records/services.ts';
import type { Item, Store } from '../../../core/store/store.ts';
import { MS } from '../../../core/units.ts';
import { NEVER } from '../cloud/fleet-state.ts';
import type { Sidecars } from '../cloud/sidecars.ts';
import { seedFor } from '../seeded-random.ts';
import { regoError } from './check-rego.ts';
import type { InnerDoor } from './inner-door.ts';

/** How often an agent asks, in seconds: each task at its own pace between these. */
const EVERY_SEC = { from: 30, to: 60 } as const;

/** How often an agent that has all it should have still asks and reports, in hours. */
const SIGN_OF_LIFE_HOURS = 12;

/** One task's agent. `dueMs`: when it asks next. */
interface Sidecar {
  readonly service: string;
  readonly taskId: string;
  readonly agent: PolicyAgent;
  readonly startedMs: number;
  readonly everyMs: number;
  dueMs: number;
  ready: boolean;
  /** It has all it should have and only gives a sign of life. */
  resting: boolean;
}

/** A store that tells what is committed to it. */
export interface ToldStore extends Store {
  onCommit(listener: (commit: { readonly items: readonly Pick<Item, 'key'>[] }) => void): unknown;
}

/** What agents reach once the world is put together. */
interface Surroundings {
  readonly store: ToldStore;
  readonly compute: Pick<Compute, 'listTasks'>;
  readonly door: Pick<InnerDoor, 'fetch' | 'tokenOf'>;
}

/**
 * The policy agent beside each simulated task: the very agent that services without OPA run, over the product's own
 * HTTP surface, in virtual time. A task of a bound service is ready once its agent was answered: with a bundle that
 * it took, or with the word that there is none for it yet.
 *
 * Each agent asks every 30 to 60 s. As long as no policy record changes, an agent that has what it should have would
 * be answered 304 each time; those calls are passed over, save two a day.
 */
export class TaskAgents implements Sidecars {
  readonly #clock: Clock;
  readonly #key: KeyObject;
  readonly #sidecars = new Map<string, Sidecar>();
  #around: Surroundings | undefined;
  /** No policy was ever received: nobody asks for any. */
  #dormant = true;
  #woken = false;
  #nextMs = NEVER;

  constructor({ clock, key }: { readonly clock: Clock; readonly key: KeyObject }) {
    this.#clock = clock;
    this.#key = key;
  }

  /** Tells where bundles are asked for, and begins to listen for policies. */
  async connect(around: Surroundings): Promise<void> {
    this.#around = around;
    around.store.onCommit(({ items }) => {
      if (items.some(({ key }) => key.pk.startsWith('POLICY#'))) this.#wake();
    });
    if ((await liveVersions(around.store)).length > 0) this.#wake();
  }

  started(service: string, taskId: string): void {
    if (!this.#dormant) this.#add(service, taskId);
  }

  stopped(service: string, taskId: string): void {
    this.#sidecars.delete(keyOf(service, taskId));
  }

  isReady(service: string, taskId: string): boolean {
    return this.#dormant || this.#add(service, taskId).ready;
  }

  /** Epoch ms at which an agent asks next. */
  nextDueMs(): number {
    return this.#woken ? 0 : this.#nextMs;
  }

  /** Lets every agent ask that is due. */
  async act(): Promise<void> {
    const around = this.#around;
    const nowMs = this.#clock.now().getTime();
    if (!around || (!this.#woken && nowMs < this.#nextMs)) return;
    if (this.#woken) await this.#rouse(around, nowMs);
    const due = [...this.#sidecars.values()].filter(({ dueMs }) => dueMs <= nowMs);
    const live = due.length > 0 ? await liveVersions(around.store) : [];
    for (const sidecar of due) await this.#poll(sidecar, { around, live, nowMs });
    this.#nextMs = Math.min(NEVER, ...[...this.#sidecars.values()].map(({ dueMs }) => dueMs));
  }

  #wake(): void {
    this.#dormant = false;
    this.#woken = true;
  }

  /** Something about policies changed: everybody asks at the next time of theirs, tasks from before included. */
  async #rouse({ store, compute }: Surroundings, nowMs: number): Promise<void> {
    this.#woken = false;
    const names: string[] = [];
    for await (const { name } of each(store, Services, liveServices)) names.push(name);
    for (const { service, id } of await compute.listTasks(names)) this.#add(service, id);
    for (const sidecar of this.#sidecars.values()) {
      sidecar.dueMs = Math.min(sidecar.dueMs, nextTimeOf(sidecar, nowMs));
      sidecar.resting = false;
    }
  }

  #add(service: string, taskId: string): Sidecar {
    const known = this.#sidecars.get(keyOf(service, taskId));
    if (known) return known;
    const nowMs = this.#clock.now().getTime();
    const spread = seedFor(0, taskId) % (EVERY_SEC.to - EVERY_SEC.from + 1);
    const sidecar: Sidecar = {
      service,
      taskId,
      agent: this.#agentOf(service, taskId),
      startedMs: nowMs,
      everyMs: (EVERY_SEC.from + spread) * MS.second,
      dueMs: nowMs,
      ready: false,
      resting: false,
    };
    this.#sidecars.set(keyOf(service, taskId), sidecar);
    this.#nextMs = Math.min(this.#nextMs, nowMs);
    return sidecar;
  }

  #agentOf(service: string, taskId: string): PolicyAgent {
    const door = () => {
      if (!this.#around) throw new Error('agents are not connected');
      return this.#around.door;
    };
    return new PolicyAgent({
      baseUrl: 'http://localhost',
      token: () => door().tokenOf({ service, taskId }),
      labels: { id: taskId, service, version: 'hms-policy-agent' },
      key: this.#key,
      fetch: (request) => door().fetch(request),
      now: () => this.#clock.now(),
      activate,
    });
  }

  async #poll(
    sidecar: Sidecar,
    { around, live, nowMs }: { around: Surroundings; live: readonly PolicyVersion[]; nowMs: number },
  ): Promise<void> {
    const names = await bundlesOf(around.store, sidecar.service, live);
    const outcomes = await sidecar.agent.poll(names, { report: sidecar.resting });
    const failed = outcomes.includes('failed');
    sidecar.ready ||= !failed;
    sidecar.resting = !failed;
    sidecar.dueMs = failed ? nextTimeOf(sidecar, nowMs) : nowMs + SIGN_OF_LIFE_HOURS * MS.hour;
  }
}

/** What a service does with a bundle: one whose Rego does not parse is refused, and the one before stays in force. */
async function activate(_name: string, { rego }: OpenBundle): Promise<void> {
  const error = rego === undefined ? undefined : regoError(rego);
  if (error) throw new BundleError(error.message, [error]);
}

/** The bundles a task's agent is configured with: the policies that bind its service's program. */
async function bundlesOf(
  store: Store,
  name: string,
  live: readonly PolicyVersion[],
): Promise<readonly string[]> {
  const service = await find(store, Services, name);
  if (!service) return [];
  return [
    ...new Set(live.filter((version) => binds(version, service.program)).map((version) => version.name)),
  ];
}

/** The next of the times at which an agent that asks without pause would ask. */
function nextTimeOf({ startedMs, everyMs }: Sidecar, nowMs: number): number {
  return startedMs + (Math.floor((nowMs - startedMs) / everyMs) + 1) * everyMs;
}

function keyOf(service: string, taskId: string): string {
  return `${service}/${taskId}`;
}
