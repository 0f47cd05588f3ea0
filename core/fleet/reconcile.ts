import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { saysSame } from '../says-same.ts';
import type { Lease } from '../store/records/leases.ts';
import { act } from './act.ts';
import type { Action } from './actions.ts';
import { decideReconcile } from './decide-reconcile.ts';
import { acquireLease, releaseLease, stillHolds } from './lease.ts';
import { loadPicture } from './load-picture.ts';
import { commitOf, forgettingOf } from './record-step.ts';

/** What a reconcile did. `busy`: another worker holds the service; it, or the next tick, sees what we would have seen. */
export interface ReconcileResult {
  readonly service: string;
  readonly outcome: 'at rest' | 'moved' | 'busy' | 'unknown';
  /** The kinds of actions taken, in order. */
  readonly done: readonly Action['kind'][];
  readonly recorded: number;
}

/** After so many rounds the next tick goes on: no service holds a worker for ever. */
const MOST_ROUNDS = 6;

/**
 * Brings the platform and the records of one service together: load, decide, record, act, and again until nothing
 * changes. Sees no event; may be called at any time, any number of times. One writer per service, by lease.
 * @throws OpsError `platform.unavailable`; what is recorded by then is carried out by the next reconcile.
 */
export async function reconcile(
  ports: Ports,
  { service, correlationId }: { readonly service: string; readonly correlationId: string },
): Promise<ReconcileResult> {
  const lease = await acquireLease(ports, service);
  if (!lease) return { service, outcome: 'busy', done: [], recorded: 0 };
  try {
    return await untilAtRest(ports, { service, correlationId, lease });
  } finally {
    await releaseLease(ports, lease);
  }
}

interface Work {
  readonly service: string;
  readonly correlationId: string;
  readonly lease: Lease;
}

async function untilAtRest(ports: Ports, work: Work): Promise<ReconcileResult> {
  const done: Action[] = [];
  let recorded = 0;
  for (let round = 0; round < MOST_ROUNDS && stillHolds(work.lease, ports.clock.now()); round += 1) {
    const step = await oneRound(ports, work, done);
    if (step === 'unknown') return resultOf(work, 'unknown', { done, recorded });
    recorded += Number(step.recorded);
    done.push(...step.done);
    if (isStill(step)) break;
  }
  const moved = recorded > 0 || done.length > 0;
  return resultOf(work, moved ? 'moved' : 'at rest', { done, recorded });
}

function resultOf(
  { service }: Work,
  outcome: ReconcileResult['outcome'],
  { done, recorded }: { readonly done: readonly Action[]; readonly recorded: number },
): ReconcileResult {
  return { service, outcome, done: done.map(({ kind }) => kind), recorded };
}

interface Round {
  readonly recorded: boolean;
  readonly done: readonly Action[];
}

function isStill({ recorded, done }: Round): boolean {
  return !recorded && done.length === 0;
}

async function oneRound(ports: Ports, work: Work, before: readonly Action[]): Promise<Round | 'unknown'> {
  const picture = await loadPicture(ports, work.service);
  if (!picture) return 'unknown';
  const { draft, actions } = decideReconcile(picture);
  const { correlationId } = work;
  const commit = commitOf(ports, { before: picture.records, after: draft, correlationId });
  if (commit && !(await wasStored(ports, commit))) return { recorded: true, done: [] };
  const forgetting = forgettingOf(draft);
  if (forgetting) await wasStored(ports, forgetting);
  const due = actions.filter((action) => !before.some((done) => isSame(done, action)));
  for (const action of due) await act(ports, action, { service: draft.service, correlationId });
  return { recorded: commit !== undefined, done: due };
}

/** Another writer was first: nothing was stored, and the next round looks again. */
async function wasStored(
  { store }: Ports,
  commit: Parameters<Ports['store']['commit']>[0],
): Promise<boolean> {
  try {
    await store.commit(commit);
    return true;
  } catch (error) {
    if (OpsError.is(error, 'store.conflict')) return false;
    throw error;
  }
}

/** A platform that is slow to show what it accepted is not told the same again at once. */
function isSame(one: Action, other: Action): boolean {
  return saysSame(one, other);
}
