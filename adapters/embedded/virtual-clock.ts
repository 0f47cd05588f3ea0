import { OpsError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';

/** A clock that stands still until it is set; time in the simulation, the story and tests. */
export class VirtualClock implements Clock {
  private nowMs: number;

  constructor(start: Date) {
    this.nowMs = start.getTime();
  }

  now(): Date {
    return new Date(this.nowMs);
  }

  /** Moves time on to `date`. @throws OpsError `dev.not_here` when `date` lies in the past or is no date. */
  set(date: Date): void {
    if (!(date.getTime() >= this.nowMs))
      throw new OpsError('dev.not_here', 'Time only moves forward.', {
        remedy: `Name an instant at or after ${this.now().toISOString()}.`,
      });
    this.nowMs = date.getTime();
  }
}
