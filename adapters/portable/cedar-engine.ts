import { ADMISSION_SCHEMA, RUN_ACTIONS } from '../../core/policy/admission-schema.ts';
import type { AdmissionRequest, EngineVerdict, PolicyEngine } from '../../core/ports.ts';
import { type Clause, type Compiled, compile, problemsOf } from './cedar-clauses.ts';

type Cedar = typeof import('@cedar-policy/cedar-wasm/nodejs');

/** Policy sets that are kept ready; beyond it the one asked longest ago gives its place up. */
const MOST_READY = 32;

/** Who reviews what could not be evaluated. */
const REVIEWERS = 'program';

/**
 * Cedar behind the policy engine's port. The 4 MB of WebAssembly are loaded with the first question, about 0.1 s;
 * a decision then takes about 0.2 ms. Requests are not validated again at each decision: the texts were, against the
 * schema that requests are built by, and an evaluation that fails is never an approval.
 */
export class CedarEngine implements PolicyEngine {
  readonly #ready = new Map<string, { readonly slot: string; readonly compiled: Compiled }>();
  #cedar: Promise<Cedar> | undefined;

  async validate(admission: string): Promise<readonly string[]> {
    if (admission.trim() === '') return [];
    try {
      return problemsOf(await this.#load(), admission, ADMISSION_SCHEMA);
    } catch (error) {
      return [`it cannot be read: ${error instanceof Error ? error.message : String(error)}`];
    }
  }

  async decide(admission: string, request: AdmissionRequest): Promise<EngineVerdict> {
    if (admission.trim() === '') return { status: 'approved', groups: [], obligations: [] };
    try {
      return this.#judge(await this.#load(), admission, request);
    } catch (error) {
      return unsure(error instanceof Error ? error.message : String(error));
    }
  }

  #judge(cedar: Cedar, admission: string, request: AdmissionRequest): EngineVerdict {
    const { slot, compiled } = this.#prepare(cedar, admission);
    const answer = ask(cedar, slot, request);
    if (answer.errors.length > 0 && !answer.fired.some((id) => isHard(compiled.clauses[id])))
      return unsure(answer.errors.join('; '));
    const fired = answer.fired.flatMap((id) => compiled.clauses[id] ?? []);
    if (answer.allowed) return allowed(fired);
    const hard = fired.filter(isHard);
    if (hard.length > 0) return rejected(namesOf(hard));
    // Cedar names the clauses that forbid; whether anything permits is asked of the rest.
    const rest = ask(cedar, `${slot}/without-reviews`, request);
    if (rest.errors.length > 0) return unsure(rest.errors.join('; '));
    if (!rest.allowed) return rejected('no clause permits it');
    return {
      status: 'needs manual review',
      clause: namesOf(fired),
      groups: [...new Set(fired.flatMap(({ review }) => review ?? []))],
      obligations: [],
    };
  }

  #prepare(cedar: Cedar, admission: string): { readonly slot: string; readonly compiled: Compiled } {
    const known = this.#ready.get(admission);
    this.#ready.delete(admission);
    const ready = known ?? this.#compileInto(this.#freeSlot(), cedar, admission);
    this.#ready.set(admission, ready);
    return ready;
  }

  #freeSlot(): string {
    if (this.#ready.size < MOST_READY) return `policies-${this.#ready.size}`;
    const [text, oldest] = this.#ready.entries().next().value ?? [];
    if (text !== undefined) this.#ready.delete(text);
    return oldest?.slot ?? 'policies-0';
  }

  #compileInto(slot: string, cedar: Cedar, admission: string) {
    const compiled = compile(cedar, admission);
    preparse(cedar, slot, compiled.policies);
    const hard = Object.entries(compiled.policies).filter(([id]) => !compiled.clauses[id]?.review);
    preparse(cedar, `${slot}/without-reviews`, Object.fromEntries(hard));
    return { slot, compiled };
  }

  #load(): Promise<Cedar> {
    this.#cedar ??= import('@cedar-policy/cedar-wasm/nodejs');
    return this.#cedar;
  }
}

interface Answer {
  readonly allowed: boolean;
  readonly fired: readonly string[];
  readonly errors: readonly string[];
}

function ask(cedar: Cedar, slot: string, { action, principal, resource, context }: AdmissionRequest): Answer {
  const who = { type: 'Requester', id: principal.id };
  const what = { type: resource.type, id: resource.id };
  const program = { type: 'Program', id: resource.program };
  const answer = cedar.statefulIsAuthorized({
    principal: who,
    action: { type: 'Action', id: action },
    resource: what,
    context: { ...context },
    preparsedPolicySetId: slot,
    entities: [
      { uid: who, attrs: { kind: principal.kind }, parents: [] },
      { uid: what, attrs: {}, parents: [program] },
      { uid: program, attrs: {}, parents: [] },
      { uid: { type: 'Action', id: action }, attrs: {}, parents: groupsOf(action) },
    ],
  });
  if (answer.type === 'failure')
    return { allowed: false, fired: [], errors: answer.errors.map(({ message }) => message) };
  const { decision, diagnostics } = answer.response;
  return {
    allowed: decision === 'allow',
    fired: diagnostics.reason,
    errors: diagnostics.errors.map(({ error }) => error.message),
  };
}

/** Without a schema at hand Cedar learns with the request which group an action is in. */
function groupsOf(action: string) {
  return RUN_ACTIONS.some((run) => run === action) ? [{ type: 'Action', id: 'run' }] : [];
}

function preparse(cedar: Cedar, slot: string, policies: Compiled['policies']): void {
  const answer = cedar.preparsePolicySet(slot, { staticPolicies: policies });
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
}

function isHard(clause: Clause | undefined): boolean {
  return clause?.effect === 'forbid' && clause.review === undefined;
}

function namesOf(clauses: readonly Clause[]): string {
  return clauses.map(({ name }) => name).join('; ');
}

function allowed(fired: readonly Clause[]): EngineVerdict {
  return { status: 'approved', groups: [], obligations: fired.flatMap(({ obligation }) => obligation ?? []) };
}

function rejected(clause: string): EngineVerdict {
  return { status: 'rejected', clause, groups: [], obligations: [] };
}

function unsure(why: string): EngineVerdict {
  return {
    status: 'needs manual review',
    clause: `the policy could not be evaluated (${why})`,
    groups: [REVIEWERS],
    obligations: [],
  };
}
