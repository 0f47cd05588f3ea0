import { ApiProblem } from '../../client/api-problem.ts';
import { SignInProblem } from '../../client/sign-in-problem.ts';
import type { Problem } from '../../core/contract/errors.ts';

/** Whatever was thrown, as a problem that can be shown. */
export function asProblem(thrown: unknown): Problem {
  if (ApiProblem.is(thrown)) return thrown.problem;
  if (SignInProblem.is(thrown)) return signInProblem(thrown);
  return {
    type: 'about:blank',
    title: 'This page failed',
    status: 0,
    code: 'internal.error',
    detail: thrown instanceof Error ? thrown.message : String(thrown),
    remedy: 'Reload the page.',
    retryable: true,
  };
}

function signInProblem({ detail, remedy, reason }: SignInProblem): Problem {
  const [title, code] = ['Signing in did not work', 'request.unauthenticated'];
  const retryable = reason === 'unreachable';
  return { type: 'about:blank', title, status: 401, code, detail, remedy, retryable };
}
