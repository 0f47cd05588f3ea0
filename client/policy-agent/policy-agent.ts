import type { KeyObject } from 'node:crypto';
import { API_PREFIX } from '../../core/contract/api-prefix.ts';
import { BundleError, type OpenBundle, openBundle } from './open-bundle.ts';

/** How an agent reaches the control plane, and what it does with what it gets. */
export interface AgentOptions {
  /** Origin of the control plane, e.g. `http://localhost:3000`. */
  readonly baseUrl: string;
  /** The bearer token of the task it runs beside. */
  readonly token: () => string | Promise<string>;
  /** What it says of itself with each report; `id` and `service` at least. */
  readonly labels: Readonly<Record<string, string>>;
  /** The public key that bundles are verified with, configured out of band. */
  readonly key: KeyObject;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly now: () => Date;
  /** Puts a bundle into force. @throws BundleError when the service cannot take it; the one before stays then. */
  readonly activate: (name: string, bundle: OpenBundle) => Promise<void>;
}

/** What an agent knows of one bundle, in the words of OPA's status API. */
interface BundleState {
  readonly name: string;
  readonly etag?: string | undefined;
  readonly active_revision?: string | undefined;
  readonly last_request?: string;
  readonly last_successful_request?: string;
  readonly last_successful_download?: string;
  readonly last_successful_activation?: string;
  readonly size?: number;
  readonly type?: 'snapshot';
  readonly code?: 'bundle_error';
  readonly message?: string;
  readonly errors?: readonly unknown[];
  readonly http_code?: number;
}

/**
 * What came of asking for one bundle. `nothing`: there is none for this task, which is fine; `failed`: it could not be
 * had or taken, and what ran before still runs.
 */
export type PollOutcome = 'activated' | 'unchanged' | 'nothing' | 'failed';

/**
 * An agent for services without OPA, speaking OPA's own protocol: it asks for bundles with the tag of the last one it
 * took, verifies what it gets, puts it into force, and reports. Nothing it is sent makes it throw.
 */
export class PolicyAgent {
  readonly #options: AgentOptions;
  readonly #states = new Map<string, BundleState>();
  #reported = '';

  constructor(options: AgentOptions) {
    this.#options = options;
  }

  /** The revision of a bundle that is in force here. */
  activeRevision(name: string): string | undefined {
    return this.#states.get(name)?.active_revision;
  }

  /** Asks for each bundle once, then reports when there is something new to say. `report` says it in any case. */
  async poll(names: readonly string[], { report = false } = {}): Promise<readonly PollOutcome[]> {
    const outcomes: PollOutcome[] = [];
    for (const name of names) outcomes.push(await this.#pollOne(name));
    if (!(await this.#report(report))) return outcomes.map(() => 'failed');
    return outcomes;
  }

  async #pollOne(name: string): Promise<PollOutcome> {
    const at = this.#options.now().toISOString();
    const before: BundleState = { ...this.#states.get(name), name, last_request: at };
    try {
      const response = await this.#get(name, before.etag);
      if (response.status === 304)
        return this.#keep('unchanged', cleared({ ...before, last_successful_request: at }));
      if (response.status === 404) return this.#keep('nothing', cleared(before));
      if (!response.ok)
        return this.#keep('failed', failed(before, `the answer was ${response.status}`, response.status));
      return await this.#take(before, response, at);
    } catch (error) {
      return this.#keep('failed', failed(before, error instanceof Error ? error.message : String(error), 0));
    }
  }

  async #take(before: BundleState, response: Response, at: string): Promise<PollOutcome> {
    const bytes = new Uint8Array(await response.arrayBuffer());
    const downloaded: BundleState = {
      ...before,
      last_successful_request: at,
      last_successful_download: at,
      size: bytes.length,
      type: 'snapshot',
    };
    try {
      const bundle = await openBundle(bytes, this.#options.key);
      await this.#options.activate(before.name, bundle);
      const etag = response.headers.get('etag') ?? undefined;
      const active = { etag, active_revision: bundle.revision, last_successful_activation: at };
      return this.#keep('activated', cleared({ ...downloaded, ...active }));
    } catch (error) {
      if (!(error instanceof BundleError)) throw error;
      const { message, errors } = error;
      return this.#keep('failed', { ...downloaded, code: 'bundle_error', message, errors });
    }
  }

  #keep(outcome: PollOutcome, state: BundleState): PollOutcome {
    if (outcome === 'nothing' && state.active_revision === undefined) this.#states.delete(state.name);
    else this.#states.set(state.name, state);
    return outcome;
  }

  async #get(name: string, etag: string | undefined): Promise<Response> {
    const headers = {
      ...(await this.#authorization()),
      ...(etag !== undefined && { 'if-none-match': etag }),
    };
    const url = `${this.#options.baseUrl}${API_PREFIX}/bundles/${encodeURIComponent(name)}`;
    return this.#options.fetch(new Request(url, { headers }));
  }

  /** Whether the control plane knows by now what there is to know. */
  async #report(always: boolean): Promise<boolean> {
    const states = [...this.#states.values()];
    const news = JSON.stringify(
      states.map(({ name, active_revision, code, message }) => [name, active_revision, code, message]),
    );
    if (states.length === 0 || (news === this.#reported && !always)) return true;
    const bundles = Object.fromEntries(states.map(({ etag: _own, ...state }) => [state.name, state]));
    const body = JSON.stringify({
      labels: this.#options.labels,
      bundles,
      plugins: { bundle: { state: 'OK' } },
    });
    const headers = { ...(await this.#authorization()), 'content-type': 'application/json' };
    const request = new Request(`${this.#options.baseUrl}${API_PREFIX}/status`, {
      method: 'POST',
      headers,
      body,
    });
    const taken = await this.#options.fetch(request).then(
      ({ ok }) => ok,
      () => false,
    );
    if (taken) this.#reported = news;
    return taken;
  }

  async #authorization(): Promise<Readonly<Record<string, string>>> {
    return { authorization: `Bearer ${await this.#options.token()}` };
  }
}

function cleared({ code: _c, message: _m, errors: _e, http_code: _h, ...state }: BundleState): BundleState {
  return state;
}

function failed(state: BundleState, message: string, httpCode: number): BundleState {
  return { ...cleared(state), code: 'bundle_error', message, ...(httpCode > 0 && { http_code: httpCode }) };
}
