import { ApiProblem } from '../../client/api-problem.ts';
import { type Client, createClient, createDevClient, type DevClient } from '../../client/create-client.ts';
import type { Approval, ApprovalView } from '../../core/contract/approval.ts';
import type { AuditEntry } from '../../core/contract/audit.ts';
import type { MetricName } from '../../core/contract/monitoring.ts';
import type { ServiceView } from '../../core/contract/service.ts';
import { PROGRAM } from './portal-services.ts';
import { promise } from './promise.ts';
import type { RecordedSpike } from './recorded-spike.ts';

export type Person = 'ana' | 'ben' | 'dev' | 'gov' | 'aud';

/** What the Governance Layer signs. */
type Decided = Omit<Parameters<Client['receivePolicy']>[0]['body'], 'keyId' | 'signature'>;

type Tamper = (entry: AuditEntry) => Promise<void>;

/** What the story may do that no caller of the product may: time, load, and a hand in the cloud. */
export type StoryHands = Pick<
  DevClient,
  'takeIdentity' | 'signPolicy' | 'getClock' | 'setClock' | 'setLoad' | 'getCloud' | 'alterCloud'
>;

/** A second control plane beside the story's, at another date. */
export interface SideWorld {
  readonly world: StoryWorld;
  /** The same control plane started again at a later time, on what is stored, after nothing ticked in between. */
  restart(at: string): Promise<SideWorld>;
  close(): Promise<void>;
}

/** Opens an empty control plane at `at` whose program has a budget of $50 a month; its timers fire twice where told. */
export type OpenAside = (at: string, timers?: { readonly twice: boolean }) => Promise<SideWorld>;

/** Where the story plays. */
export interface StoryPlace {
  /** Origin of the API. */
  readonly baseUrl: string;
  /** The story's hands; the dev routes at the same origin unless there are others. */
  readonly hands?: StoryHands;
  /** How the API is called; as usual unless told. */
  readonly fetch?: typeof fetch;
  readonly spike?: RecordedSpike | undefined;
  readonly tamper: Tamper;
  readonly aside: OpenAside;
  /** Whether each call to the cloud carries what caused it. ECS takes no cause with a new task count. */
  readonly cloudTakesCauses: boolean;
}

/** After so many seconds the newest figures are about the tasks that run now. */
const PUBLISHED_SEC = 180;

/** How often recorded load is lifted while something is waited for, in seconds. */
const STEER_SEC = 300;

/** What `until` waits for, and for how long at most, in virtual seconds. */
export interface Patience {
  readonly maxSec?: number;
  readonly everySec?: number;
}

/** A control plane as the story sees it: reached through its HTTP API and its virtual clock alone. */
export class StoryWorld {
  readonly baseUrl: string;
  readonly dev: StoryHands;
  /** Whether the load is recorded, so that levels are only about right. */
  readonly recorded: boolean;
  readonly #clients = new Map<Person, Client>();
  readonly #tokens = new Map<Person, Promise<string>>();
  readonly #factors = new Map<string, number>();
  /** The requests a minute that recorded load is to keep up, by service. */
  readonly #levels = new Map<string, number>();
  readonly #spike: RecordedSpike | undefined;
  readonly #fetch: typeof fetch;

  /** Flips one byte of a stored audit entry behind everybody's back; a second time flips it back. */
  readonly tamper: Tamper;
  readonly aside: OpenAside;
  readonly cloudTakesCauses: boolean;

  constructor({ baseUrl, hands, spike, tamper, aside, ...place }: StoryPlace) {
    this.baseUrl = baseUrl;
    this.recorded = spike !== undefined;
    this.#spike = spike;
    this.#fetch = place.fetch ?? fetch;
    this.tamper = tamper;
    this.aside = aside;
    this.cloudTakesCauses = place.cloudTakesCauses;
    this.dev = hands ?? createDevClient({ baseUrl });
  }

  /** The API as a person of the story. */
  as(person: Person): Client {
    const known = this.#clients.get(person);
    if (known) return known;
    const client = createClient({
      baseUrl: this.baseUrl,
      token: () => this.token(person),
      fetch: this.#fetch,
    });
    this.#clients.set(person, client);
    return client;
  }

  /** The token of a person of the story, for calls that the typed client would not make. */
  token(person: Person): Promise<string> {
    const taken =
      this.#tokens.get(person) ?? this.dev.takeIdentity({ body: { as: person } }).then(({ token }) => token);
    this.#tokens.set(person, taken);
    return taken;
  }

  /** Who a person is in the audit trail: the subject of their token. */
  async subOf(person: Person): Promise<string> {
    const [, claims = ''] = (await this.token(person)).split('.');
    return String(Object(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'))).sub);
  }

  /** A policy message with the Governance Layer's signature. */
  async signed(message: Decided): Promise<Decided & { keyId: string; signature: string }> {
    return { ...message, ...(await this.dev.signPolicy({ body: message })) };
  }

  async now(): Promise<string> {
    return (await this.dev.getClock()).now;
  }

  async advance(seconds: number): Promise<void> {
    await this.dev.setClock({ body: { advanceSec: Math.ceil(seconds) } });
  }

  /** Lets time pass until `look` finds something. @throws when it does not within `maxSec`. */
  async until<Found>(
    what: string,
    look: () => Promise<Found | undefined | false>,
    { maxSec = 1_800, everySec = 30 }: Patience = {},
  ): Promise<Found> {
    for (let waited = 0; waited <= maxSec; waited += everySec) {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      await this.advance(everySec);
      if (this.recorded && waited % STEER_SEC < everySec) await this.#steer();
    }
    return promise.broken(`${what} did not happen within ${maxSec} s`);
  }

  service(name: string): Promise<ServiceView> {
    return this.as('dev').getService({ params: { name } });
  }

  /** Waits until the service is HEALTHY with `running` tasks and no deployment in flight. */
  async healthy(name: string, running: number, patience?: Patience): Promise<ServiceView> {
    return this.until(
      `${name} HEALTHY with ${running} running`,
      async () => {
        const service = await this.service(name);
        const there = service.status === 'HEALTHY' && service.observed?.running === running;
        return there && service.deploymentId === undefined && service;
      },
      patience,
    );
  }

  /** The newest published value of a metric. */
  async latest(name: string, metric: MetricName): Promise<number | undefined> {
    const { items } = await this.as('dev').getServiceMetrics({
      params: { name },
      query: { metrics: metric, minutes: 10 },
    });
    return items[0]?.points.at(-1)?.value;
  }

  /** Sets the load so that the present number of tasks runs at `cpu` (0..1). Load and utilization are linear. */
  async loadTo(name: string, cpu: number, forSec = 7 * 86_400): Promise<void> {
    await this.advance(PUBLISHED_SEC);
    const seen = await this.until(`a CPU figure of ${name}`, () => this.latest(name, 'cpu'));
    const factor = ((this.#factors.get(name) ?? 1) * cpu) / Math.max(seen, 0.001);
    await this.#setFactor(name, factor, forSec);
    const requests = await this.latest(name, 'requests');
    if (requests !== undefined) this.#levels.set(name, (requests * cpu) / Math.max(seen, 0.001));
  }

  /** From now on the recommender's load moves as a recorded busy hour did, where there is a recording. */
  async beginSpike(): Promise<void> {
    this.#spike?.begin(Date.parse(await this.now()));
  }

  /** A recording falls when it likes; what the story tells needs the load to stay up, so it is lifted again. */
  async #steer(): Promise<void> {
    for (const [name, level] of this.#levels) {
      const requests = await this.latest(name, 'requests');
      if (requests === undefined || requests === 0 || requests > 0.9 * level) continue;
      const lift = Math.min(1.5, level / requests);
      await this.#setFactor(name, (this.#factors.get(name) ?? 1) * lift, 7 * 86_400);
    }
  }

  async #setFactor(name: string, factor: number, forSec: number): Promise<void> {
    const possible = Math.min(1_000, factor);
    this.#factors.set(name, possible);
    await this.dev.setLoad({ body: { service: name, factor: possible, forSec } });
  }

  /** The open approvals about a service. */
  async openApprovals(name: string): Promise<readonly ApprovalView[]> {
    const { items } = await this.as('ana').listApprovals({ query: { status: 'open' } });
    return items.filter(({ service }) => service === name);
  }

  vote(
    person: Person,
    approval: Pick<Approval, 'id' | 'planDigest'>,
    more: object = {},
  ): Promise<ApprovalView> {
    return this.as(person).voteOnApproval({
      params: { id: approval.id },
      body: { verdict: 'approve', planDigest: approval.planDigest, ...more },
    });
  }

  /** Gives the program a monthly budget. Where `gov` is a person and no Governance Layer, ana and ben have their say. */
  async giveBudget(monthlyUsd: number): Promise<void> {
    const body = { monthlyUsd, reason: 'approved with LAB-7' };
    const change = await this.as('gov').setBudget({ params: { name: PROGRAM }, body });
    if (change.approvalId === undefined) return;
    const approval = await this.as('ana').getApproval({ params: { id: change.approvalId } });
    for (const { group } of approval.quorum) await this.vote(group === 'finance' ? 'ben' : 'ana', approval);
  }

  /** What a call is refused with. @throws when it is not refused. */
  async refusal(call: Promise<unknown>): Promise<ApiProblem> {
    try {
      await call;
    } catch (error) {
      if (error instanceof ApiProblem) return error;
      throw error;
    }
    return promise.broken('the call should have been refused');
  }
}
