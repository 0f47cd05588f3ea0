import type { ChangeRequest } from '../../changes/request.ts';
import { requestChange } from '../../changes/request-change.ts';
import type { Change } from '../../contract/change.ts';
import type { Actor, Identity } from '../../contract/identity.ts';
import type { Ports } from '../../ports.ts';
import { changeReply } from '../answer.ts';
import type { Reply } from '../handler.ts';

/** Who the caller is to the core: the verified token's subject, and nothing the caller says. */
export function actorOf({ sub, kind }: Identity): Actor {
  return { sub, kind };
}

/** What every call that asks for a Change carries. */
export interface AskingCall {
  readonly identity: Identity;
  readonly correlationId: string;
  readonly idempotencyKey: string | undefined;
  readonly expectedVersion: number | undefined;
  readonly query: { readonly dryRun: 'true' | 'false' };
}

/** Asks for a Change on behalf of the caller. */
export async function askChange(
  ports: Ports,
  call: AskingCall,
  wish: Pick<ChangeRequest, 'target' | 'intent' | 'reason'>,
): Promise<Reply<Change>> {
  const change = await requestChange(ports, {
    ...wish,
    requestedBy: actorOf(call.identity),
    correlationId: call.correlationId,
    dryRun: call.query.dryRun === 'true',
    expectedVersion: call.expectedVersion,
    idempotencyKey: call.idempotencyKey,
  });
  return changeReply(change);
}
