import type { Session } from './session.ts';

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
    if (io.errIsTerminal) io.err(`\r\u001b[K${state} … ${this.#seconds()} s`);
    else if (state !== this.#last) this.#session.talk(state);
    this.#last = state;
  }

  /** Clears the line, so that what follows stands alone. */
  end(): void {
    if (this.#session.io.errIsTerminal) this.#session.io.err('\r\u001b[K');
  }

  #seconds(): number {
    return Math.round((this.#session.io.nowMs() - this.#startMs) / 1_000);
  }
}
