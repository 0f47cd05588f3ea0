import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { identityOf } from '../../adapters/aws/claims-identity.ts';
import { openEmbedded } from '../../adapters/embedded/open-embedded.ts';
import { giveBudgets } from '../../adapters/embedded/portal-story.ts';
import type { ReadPorts } from '../../core/api/handler.ts';
import { mustFindService } from '../../core/api/must-find.ts';
import { serviceViews } from '../../core/api/views/service-views.ts';
import { requestChange } from '../../core/changes/request-change.ts';
import { mayDo } from '../../core/contract/identity.ts';
import { byName } from '../../core/contract/routes/route.ts';
import { ServiceSpec } from '../../core/contract/service-spec.ts';

export type HttpEvent = APIGatewayProxyEventV2WithJWTAuthorizer;

/** The address that every pipeline serves; each writes the parameter its own way. */
export const READ = { method: 'GET', path: '/api/v1/services/{name}', service: 'job-ingest' } as const;
export const TRIVIAL = { method: 'GET', path: '/api/v1/me' } as const;

/** A product in memory with one running service. */
export async function openProduct(): Promise<{ readonly ports: ReadPorts; close(): Promise<void> }> {
  const start = new Date('2026-11-23T08:00:00.000Z');
  const embedded = await openEmbedded({ start, seed: 3, speed: 0, logLevel: 'error' });
  await giveBudgets(embedded);
  await requestChange(embedded.ports, {
    target: { kind: 'service', name: READ.service },
    intent: {
      kind: 'deploy',
      spec: ServiceSpec.parse({ name: READ.service, image: 'govlab/job-ingest:v1' }),
    },
    requestedBy: { sub: 'dev', kind: 'human' },
    reason: 'to be read',
    correlationId: 'bench',
  });
  await embedded.world.advance(600);
  return { ports: embedded.ports, close: () => embedded.close() };
}

/** An event as API Gateway sends it for a caller with a verified token. Payload format version 2.0. Made anew each time. */
export function eventOf(at: typeof READ | typeof TRIVIAL): HttpEvent {
  const named = 'service' in at;
  const rawPath = named ? at.path.replace('{name}', at.service) : at.path;
  const event = {
    version: '2.0',
    routeKey: `${at.method} ${at.path}`,
    rawPath,
    rawQueryString: '',
    headers: { accept: 'application/json', host: 'api.example', 'x-correlation-id': 'bench-1' },
    ...(named && { pathParameters: { name: at.service } }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      authorizer: {
        jwt: {
          claims: { sub: 's-ana', 'cognito:username': 'ana', 'cognito:groups': '[role:viewer program]' },
          scopes: [],
        },
      },
      domainName: 'api.example',
      domainPrefix: 'api',
      http: {
        method: at.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'bench',
      },
      requestId: 'r-1',
      routeKey: `${at.method} ${at.path}`,
      stage: '$default',
      time: '23/Nov/2026:08:00:00 +0000',
      timeEpoch: 1_795_420_800_000,
    },
    isBase64Encoded: false,
  };
  // Safe: these are the fields of the payload; the type asks for a principal that API Gateway does not send.
  return event as unknown as HttpEvent;
}

/** What the read does, by hand: who calls, may they, which service, its view. @throws Error when they may not */
export async function readByHand(ports: ReadPorts, event: HttpEvent, name: unknown): Promise<unknown> {
  const { roles } = identityOf(event.requestContext.authorizer.jwt.claims);
  if (!mayDo('fleet:read', roles)) throw new Error('forbidden');
  const params = byName.parse({ name });
  const service = await mustFindService(ports.store, params.name);
  const [view] = await serviceViews(ports, [service]);
  return view;
}

/** The least that any call does, by hand: who calls. */
export function whoByHand(event: HttpEvent): unknown {
  return identityOf(event.requestContext.authorizer.jwt.claims);
}
