import type { Problem } from '../core/contract/errors.ts';

/** An answer that is not a success. `problem` is what the API said, `message` its detail and remedy in one line. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(`${problem.detail} ${problem.remedy}`.trim(), options);
    this.problem = problem;
  }

  /** The stable code of the error table, e.g. `service.not_found`. */
  get code(): string {
    return this.problem.code;
  }

  /** The HTTP status; 0 when no answer came at all. */
  get status(): number {
    return this.problem.status;
  }

  /** Whether the same call may succeed later. */
  get retryable(): boolean {
    return this.problem.retryable;
  }

  /** Whether `error` is an ApiProblem, and of `code` if one is named. */
  static is(error: unknown, code?: string): error is ApiProblem {
    return error instanceof ApiProblem && (code === undefined || error.code === code);
  }
}

/** The problem of a call that got no answer, or one that is not ours (a proxy's page, a cut connection). */
export function unreachable(detail: string, status: number): Problem {
  return {
    type: 'about:blank',
    title: 'No usable answer',
    status,
    code: 'platform.unavailable',
    detail,
    remedy: 'Check that the control plane runs and can be reached, then try again.',
    retryable: true,
  };
}
