import { MS } from '../../../core/units.ts';
import { seedFor, unitAtNumber } from '../seeded-random.ts';
import { NEVER } from './fleet-state.ts';
import type { CloudEvent } from './scene.ts';

/** What may go wrong with events on their way; nothing unless told. Ratios 0..1. */
export interface EventFaults {
  readonly dropRatio: number;
  readonly duplicateRatio: number;
  /** Events come up to this much later than they happened, each by its own time, so that their order changes. */
  readonly lateSec: number;
}

/** Every event arrives once, at once. */
export const NO_EVENT_FAULTS: EventFaults = { dropRatio: 0, duplicateRatio: 0, lateSec: 0 };

interface Waiting {
  readonly dueMs: number;
  readonly event: CloudEvent;
}

export type EventListener = (event: CloudEvent) => void;

/**
 * Carries events from the cloud to listeners as EventBridge does: at least once where all goes well. With faults some
 * are lost, come twice or come late; which ones depends on nothing but the seed and how many there were before.
 */
export class EventBus {
  private readonly listeners: EventListener[] = [];
  private readonly seed: number;
  private waiting: Waiting[] = [];
  private sent = 0;

  constructor(
    seed: number,
    private readonly faults: EventFaults,
  ) {
    this.seed = seedFor(seed, 'events');
  }

  listen(listener: EventListener): void {
    this.listeners.push(listener);
  }

  /** Sends an event; one that is equal to another of the same instant that still waits is the same event. */
  send(event: CloudEvent, nowMs: number): void {
    if (event.kind !== 'alarm' && this.waiting.some((other) => isSame(other.event, event))) return;
    this.sent += 1;
    if (this.chance('drop') < this.faults.dropRatio) return;
    this.waiting.push({ dueMs: nowMs + this.lateMs('late'), event });
    if (this.chance('twice') < this.faults.duplicateRatio)
      this.waiting.push({ dueMs: nowMs + this.lateMs('late again'), event });
  }

  nextDueMs(): number {
    return this.waiting.reduce((least, { dueMs }) => Math.min(least, dueMs), NEVER);
  }

  /** Hands out what is due at `nowMs`, in the order in which it is due. */
  deliver(nowMs: number): void {
    if (this.waiting.length === 0) return;
    const due = this.waiting.filter(({ dueMs }) => dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
    this.waiting = this.waiting.filter(({ dueMs }) => dueMs > nowMs);
    for (const { event } of due) for (const listener of this.listeners) listener(event);
  }

  save() {
    return { sent: this.sent, waiting: this.waiting };
  }

  load(saved: ReturnType<EventBus['save']>): void {
    this.sent = saved.sent;
    this.waiting = [...saved.waiting];
  }

  private lateMs(what: string): number {
    return Math.round(this.chance(what) * this.faults.lateSec) * MS.second;
  }

  private chance(what: string): number {
    return unitAtNumber(seedFor(this.seed, what), this.sent);
  }
}

function isSame(a: CloudEvent, b: CloudEvent): boolean {
  return a.kind === b.kind && a.service === b.service && a.at === b.at;
}
