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

/**
 * The problem of an answer that carries none: a gateway before the control plane gave it. What a gateway refuses is
 * refused for good; anything else may pass.
 */
export function unexplained(status: number): Problem {
  const refused = GATEWAY[status];
  if (!refused) return unreachable(`The answer has status ${status} and no reason.`, status);
  return { type: 'about:blank', status, retryable: false, ...refused };
}

type Words = Pick<Problem, 'code' | 'title' | 'detail' | 'remedy'>;

const GATEWAY: Readonly<Record<number, Words>> = {
  401: {
    code: 'request.unauthenticated',
    title: 'A valid token is needed',
    detail: 'The token does not hold, or no longer.',
    remedy: 'Sign in again.',
  },
  403: {
    code: 'request.forbidden',
    title: 'The call was refused',
    detail: 'The call was refused before it reached the control plane.',
    remedy: 'Ask whoever runs it whether you may call it from here.',
  },
  404: {
    code: 'route.not_found',
    title: 'No such address',
    detail: 'The control plane has nothing at this address.',
    remedy: 'Compare your version with that of the control plane.',
  },
};
