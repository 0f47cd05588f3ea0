import { API_PREFIX } from '../../contract/api-prefix.ts';
import type { ROUTES } from '../../contract/routes.ts';
import { allVersions, mustFindVersion, mustFindVersions } from '../../policy/policy-versions.ts';
import { policyView, versionView } from '../../policy/policy-view.ts';
import { previewPolicy as preview } from '../../policy/preview-policy.ts';
import { receivePolicy as receive } from '../../policy/receive-policy.ts';
import { receiveStatus } from '../../policy/receive-status.ts';
import { beginRollOut } from '../../policy/roll-out.ts';
import { serveBundle } from '../../policy/serve-bundle.ts';
import { rollBackPolicy as rollBack } from '../../policy/take-back.ts';
import type { Ports } from '../../ports.ts';
import {
  everyPolicy,
  PolicyDecisions,
  PolicyVersions,
  policyDecisions,
  versionsOf,
} from '../../store/records/policies.ts';
import type { Handler, TablePorts } from '../handler.ts';
import { recordPage } from '../record-page.ts';
import { actorOf } from './ask-change.ts';

type PolicyHandler<N extends keyof typeof ROUTES, P = Ports> = Handler<(typeof ROUTES)[N], P>;

/** `GET /policies`: by name. */
export const listPolicies: PolicyHandler<'listPolicies'> = async (ports, { query }) => {
  const page = await recordPage(ports.store, { type: PolicyVersions, order: everyPolicy }, query);
  const views = await Promise.all(page.items.map(({ name }) => policyView(ports, name)));
  return { body: { ...page, items: views.filter((view) => view !== undefined) } };
};

/** `POST /policies`: 202 with the version; 200 when it was received before. */
export const receivePolicy: PolicyHandler<'receivePolicy'> = async (ports, call) => {
  const { name } = call.body;
  const before = (await allVersions(ports.store, name)).map(({ number }) => number);
  const body = await receive(ports, {
    intake: call.body,
    sent: call.sentBody,
    actor: actorOf(call.identity),
    correlationId: call.correlationId,
    idempotencyKey: call.idempotencyKey,
  });
  const known = before.includes(body.number);
  return { body, status: known ? 200 : 202, ...(!known && { location: addressOf(body) }) };
};

/** `GET /policies/{name}`. */
export const getPolicy: PolicyHandler<'getPolicy'> = async (ports, { params }) => {
  await mustFindVersions(ports.store, params.name);
  const body = await policyView(ports, params.name);
  if (!body) throw new Error('a policy with versions has a view');
  return { body, version: body.version };
};

/** `GET /policies/{name}/versions`. */
export const listPolicyVersions: PolicyHandler<'listPolicyVersions'> = async (ports, { params, query }) => {
  await mustFindVersions(ports.store, params.name);
  const order = versionsOf(params.name);
  const page = await recordPage(ports.store, { type: PolicyVersions, order }, query);
  const items = await Promise.all(page.items.map((version) => versionView(ports, version)));
  return { body: { ...page, items } };
};

/** `GET /policies/{name}/versions/{number}`. */
export const getPolicyVersion: PolicyHandler<'getPolicyVersion'> = async (ports, { params }) => {
  const version = await mustFindVersion(ports.store, params.name, params.number);
  return { body: await versionView(ports, version), version: version.version };
};

/** `POST /policies/{name}/rollback`. */
export const rollBackPolicy: PolicyHandler<'rollBackPolicy'> = async (ports, call) => {
  const { correlationId, idempotencyKey } = call;
  const { name } = call.params;
  const { reason } = call.body;
  const asked = { name, actor: actorOf(call.identity), reason, correlationId, idempotencyKey };
  const { number } = await rollBack(ports, asked);
  await beginRollOut(ports, { name, number, correlationId });
  const body = await mustFindVersion(ports.store, name, number);
  return { body, location: addressOf(body) };
};

/** `POST /policies/{name}/preview`. */
export const previewPolicy: PolicyHandler<'previewPolicy'> = async (ports, { params, body }) => ({
  body: await preview(ports, { name: params.name, ...body }),
});

/** `GET /policy-decisions`. */
export const listPolicyDecisions: PolicyHandler<'listPolicyDecisions', TablePorts> = async (
  { store },
  { query },
) => ({ body: await recordPage(store, { type: PolicyDecisions, order: policyDecisions }, query) });

/** `GET /bundles/{name}`: OPA's bundle API. */
export const getBundle: PolicyHandler<'getBundle'> = async (ports, { params, identity, ifNoneMatch }) => {
  const { etag, bytes } = await serveBundle(ports, { name: params.name, identity, seen: ifNoneMatch });
  return bytes ? { body: bytes, etag } : { body: new Uint8Array(), etag, status: 304 };
};

/** `POST /status`: OPA's status API. */
export const reportPolicyStatus: PolicyHandler<'reportPolicyStatus'> = async (ports, call) => {
  const { identity, body, correlationId } = call;
  await receiveStatus(ports, { identity, status: body, correlationId });
  return { body: {} };
};

function addressOf({ name, number }: { readonly name: string; readonly number: number }): string {
  return `${API_PREFIX}/policies/${name}/versions/${number}`;
}
