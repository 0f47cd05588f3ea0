import * as z from 'zod';

/**
 * Every failure the control plane reports. A code is `<area>.<condition>`, is never renamed, and callers may
 * switch on it. `status` is its HTTP status; `retryable` says whether the same call may succeed later;
 * `meaning` is the title of the problem document.
 */
export const ERRORS = {
  'request.malformed': { status: 400, retryable: false, meaning: 'The request is not well-formed' },
  'request.unauthenticated': { status: 401, retryable: false, meaning: 'A valid token is needed' },
  'request.forbidden': { status: 403, retryable: false, meaning: 'The token does not carry the permission' },
  'route.not_found': { status: 404, retryable: false, meaning: 'No such address' },
  'route.method_not_allowed': { status: 405, retryable: false, meaning: 'The address has no such method' },
  'request.misdirected': { status: 421, retryable: false, meaning: 'The Host header names another server' },
  'request.too_large': { status: 413, retryable: false, meaning: 'The body is too large' },
  'request.unsupported_media_type': { status: 415, retryable: false, meaning: 'The body must be JSON' },
  'request.invalid': { status: 422, retryable: false, meaning: 'The request does not match its schema' },
  'request.bad_cursor': { status: 400, retryable: false, meaning: 'The cursor is not one of ours' },
  'version.mismatch': { status: 412, retryable: false, meaning: 'The record changed since it was read' },
  'version.required': { status: 428, retryable: false, meaning: 'If-Match is required here' },
  'idempotency.reused': {
    status: 422,
    retryable: false,
    meaning: 'The Idempotency-Key was used for another body',
  },
  'service.not_found': { status: 404, retryable: false, meaning: 'No such service' },
  'service.illegal_state': {
    status: 409,
    retryable: false,
    meaning: 'The service is not in a state for this',
  },
  'service.has_dependants': { status: 409, retryable: false, meaning: 'A live service depends on it' },
  'service.preflight_failed': { status: 422, retryable: false, meaning: 'A pre-flight check failed' },
  'service.out_of_bounds': {
    status: 422,
    retryable: false,
    meaning: 'The count is outside the approved bounds',
  },
  'service.drift_fight': { status: 409, retryable: false, meaning: 'Two actors keep undoing each other' },
  'service.no_drift': { status: 409, retryable: false, meaning: 'The field has no drift' },
  'revision.not_found': { status: 404, retryable: false, meaning: 'No such revision is kept' },
  'deployment.illegal_state': {
    status: 409,
    retryable: false,
    meaning: 'No deployment is in a state for this',
  },
  'change.not_found': { status: 404, retryable: false, meaning: 'No such change' },
  'change.illegal_state': { status: 409, retryable: false, meaning: 'The change is not in a state for this' },
  'policy.not_found': { status: 404, retryable: false, meaning: 'No such policy, or none for this task' },
  'policy.untrusted': { status: 403, retryable: false, meaning: 'The signature does not hold' },
  'policy.not_approved': {
    status: 422,
    retryable: false,
    meaning: 'The Governance Layer did not approve the policy',
  },
  'policy.invalid': { status: 422, retryable: false, meaning: 'The policy does not parse or fit the schema' },
  'policy.too_large': { status: 413, retryable: false, meaning: 'The content of the policy is over 256 KB' },
  'policy.outdated': { status: 409, retryable: false, meaning: 'A newer version was received before' },
  'policy.version_reused': {
    status: 409,
    retryable: false,
    meaning: 'The version was received with other content',
  },
  'policy.illegal_state': { status: 409, retryable: false, meaning: 'There is no version to go back to' },
  'policy.unknown_task': { status: 404, retryable: false, meaning: 'No such task runs' },
  'policy.denied': { status: 403, retryable: false, meaning: 'A policy forbids the change' },
  'budget.not_found': { status: 404, retryable: false, meaning: 'The program has no budget' },
  'approval.not_found': { status: 404, retryable: false, meaning: 'No such approval' },
  'approval.own_change': { status: 403, retryable: false, meaning: 'Nobody votes on their own change' },
  'approval.machine_vote': { status: 403, retryable: false, meaning: 'Only people vote' },
  'approval.not_in_quorum': {
    status: 403,
    retryable: false,
    meaning: 'The voter is in none of the groups asked',
  },
  'approval.closed': { status: 409, retryable: false, meaning: 'The approval has ended' },
  'approval.stale': { status: 409, retryable: false, meaning: 'The plan changed since it was shown' },
  'approval.already_voted': { status: 409, retryable: false, meaning: 'A vote cannot be changed' },
  'job.not_found': { status: 404, retryable: false, meaning: 'No such job' },
  'job.illegal_state': { status: 409, retryable: false, meaning: 'The job is not in a state for this' },
  'run.not_found': { status: 404, retryable: false, meaning: 'No such run' },
  'run.illegal_state': { status: 409, retryable: false, meaning: 'The run is not in a state for this' },
  'proposal.not_found': { status: 404, retryable: false, meaning: 'No such proposal' },
  'proposal.illegal_state': { status: 409, retryable: false, meaning: 'The proposal cannot be applied now' },
  'dev.unknown_identity': { status: 404, retryable: false, meaning: 'No such local identity' },
  'dev.not_here': { status: 422, retryable: false, meaning: 'The embedded world cannot do this' },
  'store.conflict': { status: 409, retryable: true, meaning: 'Another writer was first' },
  'platform.answer_too_large': {
    status: 413,
    retryable: false,
    meaning: 'The answer is larger than can be given at once',
  },
  'platform.unavailable': { status: 503, retryable: true, meaning: 'A dependency does not answer' },
  'internal.error': { status: 500, retryable: true, meaning: 'Something went wrong on our side' },
} as const satisfies Record<string, { status: number; retryable: boolean; meaning: string }>;

/** The code of a failure. */
export type ErrorCode = keyof typeof ERRORS;

/** RFC 9457 problem document. `errors` names each wrong field and its remedy; `remedy` says what to do next. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    remedy: z.string(),
    retryable: z.boolean(),
    instance: z.string().optional(),
    errors: z
      .array(z.object({ field: z.string(), problem: z.string(), remedy: z.string() }).readonly())
      .readonly()
      .optional(),
    params: z.record(z.string(), z.unknown()).readonly().optional(),
  })
  .readonly()
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
