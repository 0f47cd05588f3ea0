import { auditDraft } from '../audit/audit-draft.ts';
import { type Identity, mayDo, PERMISSIONS } from '../contract/identity.ts';
import { OpsError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import type { ApiRequest } from './api-request.ts';
import type { Endpoint } from './handler.ts';

/**
 * Lets the call pass if its identity carries the route's permission. A refusal of a known caller is audited.
 * @throws OpsError `request.unauthenticated`, `request.forbidden`.
 */
export async function authorize(
  ports: Pick<Ports, 'store' | 'ids' | 'clock'>,
  { name, route }: Pick<Endpoint, 'name' | 'route'>,
  request: ApiRequest,
): Promise<void> {
  const { permission } = route;
  if (permission === 'public') return;
  if (!request.identity) throw unauthenticated();
  if (permission === 'authenticated' || mayDo(permission, request.identity.roles)) return;
  await auditRefusal(ports, { name, permission, identity: request.identity, request });
  throw new OpsError('request.forbidden', `${request.identity.sub} may not call ${name}.`, {
    remedy: `Ask somebody with one of these roles: ${PERMISSIONS[permission].join(', ')}.`,
    params: { permission, roles: PERMISSIONS[permission] },
  });
}

/** The failure of a call without a token, or with one that does not count. */
export function unauthenticated(cause?: unknown): OpsError {
  return new OpsError('request.unauthenticated', 'The call carries no valid token.', {
    remedy: 'Send the header "Authorization: Bearer <token>" with a token that has not expired.',
    cause,
  });
}

async function auditRefusal(
  ports: Pick<Ports, 'store' | 'ids' | 'clock'>,
  refusal: { name: string; permission: string; identity: Identity; request: ApiRequest },
): Promise<void> {
  const { identity, name, permission, request } = refusal;
  const entry = auditDraft(ports, {
    stream: 'access',
    actor: { sub: identity.sub, kind: identity.kind },
    action: 'access.denied',
    target: request.params['name'] ?? request.params['id'] ?? name,
    outcome: 'denied',
    correlationId: request.correlationId,
    reason: `the roles of ${identity.sub} do not carry ${permission}`,
    detail: { route: name, permission, roles: identity.roles },
  });
  await ports.store.commit({ writes: [], audit: [entry], events: [] });
}
