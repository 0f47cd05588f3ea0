import { openHours } from '../approvals/open-approval.ts';
import type { Change, Plan } from '../contract/change.ts';
import { addSeconds } from '../units.ts';
import type { Facts } from './facts.ts';

/** A Change as it is first written down: PLANNED, version 1. Pure. */
export function newChange(id: string, facts: Facts, plan: Plan): Change {
  const { request, at } = facts;
  return {
    id,
    kind: request.intent.kind,
    target: request.target,
    program: facts.program,
    intent: request.intent,
    requestedBy: request.requestedBy,
    reason: request.reason,
    plan,
    status: 'PLANNED',
    statusReason: 'Planned; nothing was done yet.',
    expiresAt: addSeconds(at, openHours(request) * 3_600),
    createdAt: at,
    updatedAt: at,
    correlationId: request.correlationId,
    idempotencyKey: request.idempotencyKey,
    version: 1,
  };
}
