import { approvalView } from '../../approvals/approval-view.ts';
import { voteOnApproval as vote } from '../../approvals/vote-on-approval.ts';
import { breakGlass as breakTheGlass } from '../../changes/break-glass.ts';
import { cancelChange as cancel } from '../../changes/cancel-change.ts';
import type { Change } from '../../contract/change.ts';
import { CHANGE_ENDS } from '../../contract/lifecycle.ts';
import type { ROUTES } from '../../contract/routes.ts';
import type { Ports } from '../../ports.ts';
import { find, list } from '../../store/record-type.ts';
import { Approvals, allApprovals, pendingApprovals } from '../../store/records/approvals.ts';
import { Changes, changesOf, closedChanges, openChanges } from '../../store/records/changes.ts';
import { Services } from '../../store/records/services.ts';
import { changeReply } from '../answer.ts';
import type { Handler, TablePorts } from '../handler.ts';
import { mergedPage, type Source } from '../merged-page.ts';
import { mustFindApproval, mustFindChange } from '../must-find.ts';
import { recordPage } from '../record-page.ts';
import { actorOf } from './ask-change.ts';

type ChangeHandler<N extends keyof typeof ROUTES, P = Ports> = Handler<(typeof ROUTES)[N], P>;

/** `GET /changes`: newest first; `status=open` leaves out what has ended. */
export const listChanges: ChangeHandler<'listChanges', TablePorts> = async ({ store }, { query }) => {
  const { status, service, ...wish } = query;
  const only = (change: Change) => status === 'all' || !CHANGE_ENDS.includes(change.status);
  if (service !== undefined)
    return {
      body: await recordPage(store, { type: Changes, order: changesOf('service', service), only }, wish),
    };
  if (status === 'open')
    return { body: await recordPage(store, { type: Changes, order: openChanges, only }, wish) };
  const sources = [openChanges, closedChanges].map(
    (order): Source<Change> =>
      async (range) => {
        const { items } = await list(store, Changes, { ...order, ...range });
        return items.map((change) => ({ sortKey: change.id, value: change }));
      },
  );
  return { body: await mergedPage({ name: 'every change', sources, rank: ({ id }) => id }, wish) };
};

/** `GET /changes/{id}`. */
export const getChange: ChangeHandler<'getChange', TablePorts> = async ({ store }, { params }) => {
  const body = await mustFindChange(store, params.id);
  return { body, version: body.version };
};

/** `POST /changes/{id}/cancel`. */
export const cancelChange: ChangeHandler<'cancelChange'> = async (ports, call) => {
  const body = await cancel(ports, {
    changeId: call.params.id,
    actor: actorOf(call.identity),
    reason: call.body.reason,
    correlationId: call.correlationId,
  });
  return { body, version: body.version };
};

/** `POST /changes/{id}/break-glass`. */
export const breakGlass: ChangeHandler<'breakGlass'> = async (ports, call) =>
  changeReply(
    await breakTheGlass(ports, {
      changeId: call.params.id,
      identity: call.identity,
      reason: call.body.reason,
      correlationId: call.correlationId,
    }),
  );

/** `GET /approvals`: what is open, soonest expiry first, or everything, newest first; as the caller sees it. */
export const listApprovals: ChangeHandler<'listApprovals', TablePorts> = async (
  ports,
  { query, identity },
) => {
  const { status, ...wish } = query;
  const order = status === 'open' ? pendingApprovals : allApprovals;
  const page = await recordPage(ports.store, { type: Approvals, order }, wish);
  const now = ports.clock.now().toISOString();
  return {
    body: { ...page, items: page.items.map((approval) => approvalView(approval, { viewer: identity, now })) },
  };
};

/** `GET /approvals/{id}`. The service is read too where the evidence is a limit that it may still be at. */
export const getApproval: ChangeHandler<'getApproval', TablePorts> = async (ports, { params, identity }) => {
  const approval = await mustFindApproval(ports.store, params.id);
  const isAboutLimit = approval.evidence.limit !== undefined;
  const service = isAboutLimit ? await find(ports.store, Services, approval.service) : undefined;
  const body = approvalView(approval, {
    viewer: identity,
    now: ports.clock.now().toISOString(),
    limitedSince: service?.scaling.atLimitSince,
  });
  return { body, version: approval.version };
};

/** `POST /approvals/{id}/votes`. */
export const voteOnApproval: ChangeHandler<'voteOnApproval'> = async (ports, call) => {
  const { identity, correlationId } = call;
  const approval = await vote(ports, {
    approvalId: call.params.id,
    identity,
    vote: call.body,
    correlationId,
  });
  const body = approvalView(approval, { viewer: identity, now: ports.clock.now().toISOString() });
  return { body, version: approval.version };
};
