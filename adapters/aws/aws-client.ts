import { OpsError } from '../../core/errors.ts';

/** Longest wait for a connection, in ms: a service that does not answer the door is asked again. */
const CONNECT_MS = 1_000;

/** Longest wait for an answer, in ms. With two attempts it ends before the shortest function timeout, 15 s. */
const ANSWER_MS = 5_000;

/** Attempts in all. Above this layer nothing retries but queues and the next tick. */
const ATTEMPTS = 2;

/**
 * The settings every client of AWS is built with. Retries happen at this one layer: the SDK's standard mode, which
 * waits with full jitter and stops when its token budget is used up. Source: AWS SDKs and Tools Reference Guide,
 * "Retry behavior". The endpoint comes from the environment, as the SDK documents it (`AWS_ENDPOINT_URL`).
 */
export function clientSettings(answerMs = ANSWER_MS) {
  return {
    retryMode: 'standard',
    maxAttempts: ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: answerMs, throwOnRequestTimeout: true },
  } as const;
}

/**
 * The answer of a call to `dependency`. What may pass later - throttling, a failure on their side, no answer - becomes
 * `platform.unavailable`; what the caller did wrong is thrown as it is, for the caller knows what it means.
 * @throws OpsError `platform.unavailable`
 */
export async function answered<Answer>(dependency: string, sent: Promise<Answer>): Promise<Answer> {
  try {
    return await sent;
  } catch (cause) {
    if (!mayPass(cause)) throw cause;
    throw unavailable(dependency, cause);
  }
}

/** The refusal that says which dependency did not answer. */
export function unavailable(dependency: string, cause: unknown): OpsError {
  return new OpsError('platform.unavailable', `${dependency} did not answer.`, {
    remedy: 'Try again shortly.',
    params: { dependency },
    cause,
  });
}

/** Whether the same call may pass later. Source: AWS SDK for JavaScript, `$fault` and `$retryable` of exceptions. */
function mayPass(cause: unknown): boolean {
  if (typeof cause !== 'object' || cause === null) return true;
  const fault: unknown = Reflect.get(cause, '$fault');
  const isThrottled = THROTTLED.test(String(Reflect.get(cause, 'name')));
  return fault !== 'client' || isThrottled || Reflect.get(cause, '$retryable') !== undefined;
}

const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|ProvisionedThroughputExceeded|SlowDown/;
