import type { Session } from './session.ts';
import { harmless } from './text/style.ts';
import { clipped } from './text/words.ts';

/** Says how far something is: on a terminal by rewriting one line, elsewhere a line for each new state. */
export class Progress {
  readonly #session: Session;
  readonly #startMs: number;
  #last = '';

  constructor(session: Session) {
    this.#session = session;
    this.#startMs = session.io.nowMs();
  }

  show(state: string): void {
    const { io } = this.#session;
    if (io.errIsTerminal) io.err(`\r\u001b[K${this.#line(state)}`);
    else if (state !== this.#last) this.#session.talk(state);
    this.#last = state;
  }

  /** Clears the line, so that what follows stands alone. */
  end(): void {
    if (this.#session.io.errIsTerminal) this.#session.io.err('\r\u001b[K');
  }

  /** One line of the terminal: a longer one would wrap, and only its last part be written over. */
  #line(state: string): string {
    const { nowMs, columns } = this.#session.io;
    const time = ` … ${Math.round((nowMs() - this.#startMs) / 1_000)} s`;
    return `${clipped(harmless(state), columns - time.length - 1)}${time}`;
  }
}
