import { identityOf } from '../../adapters/aws/claims-identity.ts';
import { mustFindService } from '../../core/api/must-find.ts';
import { serviceViews } from '../../core/api/views/service-views.ts';
import { requestChange } from '../../core/changes/request-change.ts';
import { DryRunQuery } from '../../core/contract/change.ts';
import { type Identity, mayDo, type Permission } from '../../core/contract/identity.ts';
import { byName } from '../../core/contract/routes/route.ts';
import { ServiceSpec } from '../../core/contract/service-spec.ts';
import type { Ports } from '../../core/ports.ts';
import { find } from '../../core/store/record-type.ts';
import { Services } from '../../core/store/records/services.ts';
import type { HttpEvent } from './work.ts';

/** `GET /me` by hand: who the verified token says calls. The least that any call does. */
export function whoCalls(event: HttpEvent): Identity {
  return identityOf(event.requestContext.authorizer.jwt.claims);
}

/** `GET /services/{name}` by hand: who calls, may they, which service, its view. @throws Error when they may not */
export async function readService(ports: Ports, event: HttpEvent, sent: { name: unknown }): Promise<unknown> {
  mustMay('fleet:read', whoCalls(event));
  const { name } = byName.parse(sent);
  const service = await mustFindService(ports.store, name);
  const [view] = await serviceViews(ports, [service]);
  return view;
}

/**
 * `POST /services` by hand: who calls, may they, what they sent by the route's schemas, the use case. The Change
 * names the key it was sent under; no key and no answer is kept. @throws Error when they may not
 */
export async function deploy(
  ports: Ports,
  event: HttpEvent,
  sent: { readonly query: unknown; readonly body: unknown },
): Promise<{ readonly status: 200 | 202; readonly body: unknown }> {
  const { sub, kind } = mustMay('service:change', whoCalls(event));
  const { dryRun } = DryRunQuery.parse(sent.query);
  const spec = ServiceSpec.parse(sent.body);
  const live = await find(ports.store, Services, spec.name);
  const body = await requestChange(ports, {
    target: { kind: 'service', name: spec.name },
    intent: { kind: live && live.status !== 'RETIRED' ? 'update' : 'deploy', spec },
    requestedBy: { sub, kind },
    reason: 'deployed by request',
    correlationId: event.headers['x-correlation-id'] ?? ports.ids.next(),
    dryRun: dryRun === 'true',
    idempotencyKey: event.headers['idempotency-key'],
  });
  return { status: body.plan.noChange || body.status === 'PLANNED' ? 200 : 202, body };
}

function mustMay(permission: Permission, identity: Identity): Identity {
  if (mayDo(permission, identity.roles)) return identity;
  throw new Error('forbidden');
}
