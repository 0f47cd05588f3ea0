import type { ErrorCode, Problem } from './contract/errors.ts';

/** What a failure tells besides its message. */
export interface OpsErrorFacts extends ErrorOptions {
  /** What the caller can do about it; shown to the caller. */
  readonly remedy: string;
  /** Facts for callers that are programs. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** The fields that are wrong, where fields are. */
  readonly errors?: Problem['errors'];
}

/**
 * The one error class. `message` and `remedy` are safe to show to a caller; whatever is not goes into `cause`.
 * The status and whether a retry helps stand in the table of `core/contract/errors.ts`, by `code`.
 */
export class OpsError extends Error {
  override readonly name = 'OpsError';
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly errors: Problem['errors'];

  constructor(code: ErrorCode, message: string, facts: OpsErrorFacts) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.remedy = facts.remedy;
    this.params = facts.params ?? {};
    this.errors = facts.errors;
  }

  /** Whether `error` is an `OpsError`, and of `code` if one is named. */
  static is(error: unknown, code?: ErrorCode): error is OpsError {
    return error instanceof OpsError && (code === undefined || error.code === code);
  }
}
