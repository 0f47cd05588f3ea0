import { ApiProblem } from '../../client/api-problem.ts';
import type { Problem } from '../../core/contract/errors.ts';

/** Whatever was thrown, as a problem that can be shown. */
export function asProblem(thrown: unknown): Problem {
  if (ApiProblem.is(thrown)) return thrown.problem;
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
