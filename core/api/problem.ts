import { ERRORS, type Problem } from '../contract/errors.ts';
import { OpsError } from '../errors.ts';
import type { ApiResponse } from './api-request.ts';

/**
 * The RFC 9457 document of a failure. What is not an OpsError is `internal.error` and says nothing of what
 * went on inside. Pure.
 */
export function problemOf(error: unknown, correlationId: string): Problem {
  const known = error instanceof OpsError ? error : unexpected();
  const { status, retryable, meaning } = ERRORS[known.code];
  return {
    type: `/docs#${known.code}`,
    title: meaning,
    status,
    code: known.code,
    detail: known.message,
    remedy: known.remedy,
    retryable,
    instance: correlationId,
    ...(known.errors && { errors: known.errors }),
    ...(Object.keys(known.params).length > 0 && { params: known.params }),
  };
}

/** The answer that carries a problem. */
export function problemResponse(problem: Problem): ApiResponse {
  return {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...(problem.instance && { 'x-correlation-id': problem.instance }),
      ...(problem.status === 401 && { 'www-authenticate': 'Bearer realm="hms-ops"' }),
      ...(problem.status === 503 && { 'retry-after': '1' }),
    },
    body: JSON.stringify(problem),
  };
}

function unexpected(): OpsError {
  return new OpsError('internal.error', 'Something went wrong on our side.', {
    remedy: 'Try again; if it happens again, report it with the correlation id.',
  });
}
