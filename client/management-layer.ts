import type { Change } from '../core/contract/change.ts';
import type { JobRun, JobSpecInput, JobView } from '../core/contract/job.ts';
import type { ServiceSpecInput } from '../core/contract/service-spec.ts';
import { type Client, createClient, createDevClient } from './create-client.ts';
import { followChange } from './follow-change.ts';
import type { ClientOptions } from './send.ts';

/** Where the embedded control plane listens unless told otherwise. */
const LOCAL_URL = 'http://localhost:3000';

/** A Change that was asked for. `change` is how it stood then; `wait` follows it to its end. */
export interface ChangeHandle {
  readonly change: Change;
  /**
   * Reads the Change until it ends, whatever the end; look at its `status`.
   * @throws ApiProblem when it cannot be read; an error named `TimeoutError` after `timeoutSec` (default 900).
   */
  wait(options?: { readonly timeoutSec?: number; readonly everySec?: number }): Promise<Change>;
}

/** A job that was scheduled. Shown or compared it is `{ status, job }`; what else it can do stands beside that. */
export interface JobHandle extends ChangeHandle {
  /** `waiting`: people must approve first. */
  readonly status: 'scheduled' | 'waiting';
  readonly job: string;
  /** The job now: its next five fires, its last runs, what it has cost. */
  view(): Promise<JobView>;
  /** Runs it now, beside its schedule. */
  runNow(reason?: string): Promise<JobRun>;
}

/** How `ManagementLayer` reaches the control plane; every field has a default. */
export interface ManagementLayerOptions extends Partial<ClientOptions> {
  /** The local identity to take in the embedded world; `dev` unless told. A token counts more. */
  readonly as?: string;
}

/**
 * The control plane in a few words. Without options it reads `HMS_URL` and `HMS_TOKEN` where there is an
 * environment, and else talks to the embedded world on this machine as its deployer `dev`.
 */
export class ManagementLayer {
  /** Every route of the API, typed. */
  readonly api: Client;
  private readonly pause: (ms: number) => Promise<void>;

  constructor({ as = 'dev', ...options }: ManagementLayerOptions = {}) {
    const baseUrl = (options.baseUrl ?? environment('HMS_URL') ?? LOCAL_URL).replace(/\/$/, '');
    const token = options.token ?? environment('HMS_TOKEN') ?? localIdentity({ ...options, baseUrl }, as);
    this.api = createClient({ ...options, baseUrl, token });
    this.pause = options.wait ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  }

  /** Creates the service, or makes `spec` its whole spec. The same spec again changes nothing. */
  async deployService(spec: ServiceSpecInput): Promise<ChangeHandle> {
    return this.handle(await this.api.deployService({ body: spec }));
  }

  /** What deploying `spec` would change, cost and wait for; changes nothing. */
  planService(spec: ServiceSpecInput): Promise<Change> {
    return this.api.deployService({ body: spec, query: { dryRun: 'true' } });
  }

  /**
   * Schedules a job: creates it, or makes `spec` its whole spec. The same spec again changes nothing. A job that is
   * named after a builtin, such as `optimize-resources`, does that work and needs no image.
   */
  async scheduleAiJob(spec: JobSpecInput): Promise<JobHandle> {
    const change = await this.api.scheduleJob({ body: spec });
    const status = change.status === 'AWAITING_APPROVAL' ? 'waiting' : 'scheduled';
    const params = { name: spec.name };
    const shown = { status, job: spec.name } as const;
    const beside = {
      ...this.handle(change),
      view: () => this.api.getJob({ params }),
      runNow: (reason = 'run from code') => this.api.startRun({ params, body: { reason } }),
    };
    return withHidden(shown, beside);
  }

  private handle(change: Change): ChangeHandle {
    return {
      change,
      wait: (options) => followChange(this.api, change, { ...options, pause: this.pause }),
    };
  }
}

/** `shown` with more properties that neither printing nor comparing it shows. */
function withHidden<Shown extends object, More extends object>(shown: Shown, more: More): Shown & More {
  for (const [name, value] of Object.entries(more)) Object.defineProperty(shown, name, { value });
  return shown as Shown & More; // safe: every property of `more` was just defined
}

/** A token of an identity of the embedded world, taken once. On any other host there is none to take. */
function localIdentity(options: ClientOptions, as: string): (() => Promise<string | undefined>) | undefined {
  if (!/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(options.baseUrl)) return undefined;
  let taken: Promise<{ readonly token: string }> | undefined;
  return async () => {
    taken ??= createDevClient(options).takeIdentity({ body: { as } });
    return (await taken).token;
  };
}

/** A variable of the environment, where the runtime has one: a browser has none. */
function environment(name: string): string | undefined {
  return globalThis.process?.env?.[name];
}
