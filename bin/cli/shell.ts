import type { Command } from 'commander';
import type { CliIo } from './cli-io.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { type GlobalFlags, Session } from './session.ts';

/** What one invocation of the command line leaves behind: its exit code, and the session it opened. */
export class Shell {
  readonly io: CliIo;
  code: ExitCode = EXIT.ok;
  session: Session | undefined;

  constructor(io: CliIo) {
    this.io = io;
  }

  /** An action of a command. `work` gets the session, the command's arguments and its own flags, in this order. */
  does<Words extends readonly unknown[]>(
    work: (session: Session, ...words: Words) => Promise<ExitCode | undefined> | Promise<void>,
  ): (...all: unknown[]) => Promise<void> {
    return async (...all) => {
      // Safe: commander calls an action with its arguments, its flags and the command; `Words` names the former two.
      const [command, words] = [all.at(-1) as Command, all.slice(0, -1) as unknown as Words];
      this.session = new Session(this.io, command.optsWithGlobals<GlobalFlags>());
      this.code = (await work(this.session, ...words)) ?? EXIT.ok;
    };
  }
}
