import { CommanderError } from 'commander';
import type { CliIo } from './cli-io.ts';
import { type ExitCode, exitCodeOf } from './exit-code.ts';
import { hmsProgram } from './program.ts';
import { reportError } from './report-error.ts';
import { Shell } from './shell.ts';

/** Runs one command line, such as `['status', '--json']`, to its end. Never throws; the answer is the exit code. */
export async function runCli(args: readonly string[], io: CliIo): Promise<ExitCode> {
  const shell = new Shell(io);
  try {
    await hmsProgram(shell).parseAsync([...args], { from: 'user' });
    return shell.code;
  } catch (error) {
    if (!(error instanceof CommanderError)) await reportError(error, shell, args.includes('--json'));
    return exitCodeOf(error);
  }
}
