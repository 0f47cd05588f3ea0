import { CommanderError } from 'commander';
import { ApiProblem } from '../../client/api-problem.ts';
import type { Change } from '../../core/contract/change.ts';

/** What the exit codes mean. They are never renumbered. */
export const EXIT = { ok: 0, failure: 1, usage: 2, waiting: 3, conflict: 4 } as const;
/** How a command ended. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A command line that makes no sense; the message says what does. Ends with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A failure that the command line itself found. Ends with `code`. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';
  readonly code: ExitCode;

  constructor(message: string, code: ExitCode = EXIT.failure) {
    super(message);
    this.code = code;
  }
}

/** The exit code of an error: 2 where the words typed were wrong, 4 where somebody else was first, else 1. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof CliFailure) return error.code;
  return ApiProblem.is(error) ? problemCode(error) : EXIT.failure;
}

function problemCode({ status, code }: ApiProblem): ExitCode {
  if (status === 409 || status === 412) return EXIT.conflict;
  return code === 'request.invalid' || code === 'request.malformed' ? EXIT.usage : EXIT.failure;
}

const BY_STATUS: Readonly<Record<Change['status'], ExitCode>> = {
  PLANNED: EXIT.ok,
  AWAITING_APPROVAL: EXIT.waiting,
  APPROVED: EXIT.ok,
  EXECUTING: EXIT.ok,
  VERIFYING: EXIT.ok,
  DONE: EXIT.ok,
  STALE: EXIT.conflict,
  REJECTED: EXIT.failure,
  EXPIRED: EXIT.failure,
  CANCELLED: EXIT.failure,
  SUPERSEDED: EXIT.failure,
  DENIED_BY_POLICY: EXIT.failure,
  FAILED: EXIT.failure,
  REVERTED: EXIT.failure,
};

/** The exit code of a Change as it stands: 3 while people must approve, 1 when it ended badly. */
export function changeExitCode({ status }: Pick<Change, 'status'>): ExitCode {
  return BY_STATUS[status];
}
