import type { Job } from '../../core/contract/job.ts';
import { nextDueAt } from '../../core/jobs/next-due.ts';
import { runJobs } from '../../core/jobs/run-jobs.ts';
import type { Ports } from '../../core/ports.ts';
import { each } from '../../core/store/record-type.ts';
import { Jobs, liveJobs } from '../../core/store/records/jobs.ts';
import type { Item } from '../../core/store/store.ts';
import { MS } from '../../core/units.ts';
import type { LevelStore } from './level-store.ts';

/** What may go wrong with timers, as with a scheduler that delivers at least once; nothing unless told. */
export interface TimerFaults {
  readonly twice?: boolean;
  readonly lateSec?: number;
  readonly never?: boolean;
}

/**
 * One timer a job, set to its next tick. A timer only hints: it calls what the 60 s tick calls, so one that is lost,
 * late or fires twice alters nothing but how soon a run starts.
 */
export class Timers {
  readonly #ports: Ports;
  readonly #faults: TimerFaults;
  readonly #dueMs = new Map<string, number>();
  #loaded = false;
  /** The least of all; undefined while it has to be found anew. */
  #soonestMs: number | undefined;

  constructor(ports: Ports, store: Pick<LevelStore, 'onCommit'>, faults: TimerFaults = {}) {
    this.#ports = ports;
    this.#faults = faults;
    store.onCommit(({ items }) => {
      for (const item of items) this.#set(item);
    });
  }

  /** Epoch ms at which the next timer fires; infinite where none is set. */
  nextDueMs(): number {
    if (this.#faults.never) return Number.POSITIVE_INFINITY;
    this.#soonestMs ??= [...this.#dueMs.values()].reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    return this.#soonestMs + (this.#faults.lateSec ?? 0) * MS.second;
  }

  /** Sets the timers of the jobs that were recorded before this process began. */
  async load(): Promise<void> {
    if (this.#loaded) return;
    this.#loaded = true;
    for await (const job of each(this.#ports.store, Jobs, liveJobs)) this.#put(job);
  }

  /** Fires every timer that is due at `nowMs`. */
  async fire(nowMs: number): Promise<void> {
    if (this.nextDueMs() > nowMs) return;
    const lateMs = (this.#faults.lateSec ?? 0) * MS.second;
    const due = [...this.#dueMs].filter(([, at]) => at + lateMs <= nowMs).map(([job]) => job);
    // Until a job is decided on again, nothing sets its timer: one that fails must not fire for ever.
    for (const job of due) this.#dueMs.delete(job);
    this.#soonestMs = undefined;
    const correlationId = `timer-${this.#ports.ids.next()}`;
    await runJobs(this.#ports, correlationId);
    if (this.#faults.twice) await runJobs(this.#ports, correlationId);
  }

  #set({ key, value }: Item): void {
    if (!key.pk.startsWith('JOB#') || key.sk !== 'CURRENT') return;
    this.#put(Jobs.schema.parse(value));
  }

  #put(job: Job): void {
    const dueAt = nextDueAt(job);
    if (dueAt === undefined) this.#dueMs.delete(job.name);
    else this.#dueMs.set(job.name, Date.parse(dueAt));
    this.#soonestMs = undefined;
  }
}
