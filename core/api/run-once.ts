import { find } from '../store/record-type.ts';
import { Changes } from '../store/records/changes.ts';
import type { IdempotencyRecord } from '../store/records/idempotency.ts';
import { answersChange, changeReply, responseOf } from './answer.ts';
import type { ApiResponse } from './api-request.ts';
import type { ApiPorts, Endpoint } from './handler.ts';
import { findUse, type KeptAnswer, KeyedStore, KeyTaken, type KeyUse, keepAnswer } from './idempotency.ts';

/** A call under an `Idempotency-Key`. `run` makes the call on the ports it is given and never throws a failure. */
export interface KeyedCall<P extends ApiPorts> {
  readonly use: KeyUse;
  readonly endpoint: Endpoint<P>;
  readonly params: unknown;
  readonly correlationId: string;
  run(ports: P): Promise<ApiResponse>;
}

/** The keyed calls that this process is answering now, so that a double click waits for the first click's answer. */
export type InFlight = Map<string, Promise<unknown>>;

/**
 * Makes a keyed call once: the same key and request get the same answer, another request under the key is
 * refused. If a crash left the effect without its answer, the answer is made from the Change it caused.
 * @throws OpsError `idempotency.reused`.
 */
export async function runOnce<P extends ApiPorts>(
  ports: P,
  inFlight: InFlight,
  call: KeyedCall<P>,
): Promise<ApiResponse> {
  const { scope } = call.use;
  while (inFlight.has(scope)) await inFlight.get(scope);
  const running = answer(ports, call).finally(() => inFlight.delete(scope));
  inFlight.set(
    scope,
    running.catch(() => undefined),
  );
  return running;
}

async function answer<P extends ApiPorts>(ports: P, call: KeyedCall<P>): Promise<ApiResponse> {
  const record = await findUse(ports.store, call.use);
  return record ? answerAgain(ports, call, record) : answerFirst(ports, call);
}

async function answerFirst<P extends ApiPorts>(ports: P, call: KeyedCall<P>): Promise<ApiResponse> {
  const store = new KeyedStore(ports.store, call.use);
  try {
    const response = await call.run({ ...ports, store });
    return await kept(ports, call, { response, record: store.stored });
  } catch (error) {
    if (!(error instanceof KeyTaken)) throw error;
    return answer(ports, call);
  }
}

/** A failure that stored nothing is not kept: the same request may succeed when it is sent again. */
async function kept<P extends ApiPorts>(
  ports: P,
  { use }: KeyedCall<P>,
  { response, record }: { response: ApiResponse; record: IdempotencyRecord | undefined },
): Promise<ApiResponse> {
  const { status, headers, body } = response;
  const worthKeeping = status < 500 && (status < 400 || record !== undefined);
  if (worthKeeping && typeof body === 'string')
    await keepAnswer(ports.store, { use, record, answer: { status, headers: { ...headers }, body } });
  return response;
}

async function answerAgain<P extends ApiPorts>(
  ports: P,
  call: KeyedCall<P>,
  record: IdempotencyRecord,
): Promise<ApiResponse> {
  if (record.answer) return replay(record.answer, call.correlationId);
  const response = (await fromChange(ports, call, record)) ?? (await call.run(ports));
  return kept(ports, call, { response, record });
}

function replay({ status, headers, body }: KeptAnswer, correlationId: string): ApiResponse {
  return {
    status,
    headers: { ...headers, 'x-correlation-id': correlationId, 'idempotency-replayed': 'true' },
    body,
  };
}

async function fromChange<P extends ApiPorts>(
  ports: P,
  { endpoint, params, correlationId }: KeyedCall<P>,
  record: IdempotencyRecord,
): Promise<ApiResponse | undefined> {
  if (!answersChange(endpoint.route)) return undefined;
  const id = record.changeId ?? idIn(params);
  const change = id === undefined ? undefined : await find(ports.store, Changes, id);
  return change && responseOf(endpoint.route, changeReply(change), correlationId);
}

function idIn(params: unknown): string | undefined {
  const id: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, 'id') : undefined;
  return typeof id === 'string' ? id : undefined;
}
