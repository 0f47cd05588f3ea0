import type { PrivateFiles } from './sign-in/kept-sign-ins.ts';

/** What the command line touches of the machine it runs on; tests give it another. */
export interface CliIo {
  /** Data: what a program reads. */
  out(text: string): void;
  /** Talk: what a person reads. */
  err(text: string): void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** How wide the terminal behind stderr is; 80 where there is none. */
  readonly columns: number;
  /** Whether a person can be asked. */
  readonly canAsk: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The IANA zone in which times are shown beside UTC. */
  readonly timeZone: string;
  /** Asks on stderr and answers the line that was typed. */
  ask(question: string): Promise<string>;
  /** The text of a file, or of stdin where the path is `-`. */
  read(path: string): Promise<string>;
  /** Files of this user, which last. */
  readonly kept: PrivateFiles;
  /** Where the sign-in pages lead back to on this machine. */
  readonly callbackUrl: string;
  /** Opens an address in this person's browser, if there is one. */
  openBrowser(url: string): void;
  wait(ms: number): Promise<void>;
  nowMs(): number;
}
