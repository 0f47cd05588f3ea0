import { ApprovalQuery, ApprovalView, VoteRequest } from '../approval.ts';
import { Change, ChangeQuery, ReasonRequest } from '../change.ts';
import { pageOf } from '../primitives.ts';
import { byId, type Route, read } from './route.ts';

/** Routes of Changes and of the approvals they wait for. */
export const changeRoutes = {
  listChanges: {
    ...read,
    method: 'GET',
    path: '/changes',
    summary: 'List changes, newest first',
    query: ChangeQuery,
    result: pageOf(Change),
    tag: 'changes',
  },
  getChange: {
    ...read,
    method: 'GET',
    path: '/changes/{id}',
    summary: 'One change with its plan',
    params: byId,
    result: Change,
    tag: 'changes',
  },
  cancelChange: {
    permission: 'change:cancel',
    success: 200,
    method: 'POST',
    path: '/changes/{id}/cancel',
    summary: 'Withdraw a change that still waits',
    params: byId,
    body: ReasonRequest,
    result: Change,
    tag: 'changes',
  },
  breakGlass: {
    permission: 'break-glass:use',
    success: 202,
    method: 'POST',
    path: '/changes/{id}/break-glass',
    summary: 'Execute a waiting change at once; a second person must sign within 24 h',
    params: byId,
    body: ReasonRequest,
    result: Change,
    tag: 'changes',
  },
  listApprovals: {
    ...read,
    method: 'GET',
    path: '/approvals',
    summary: 'List approvals: open ones by expiry, all newest first',
    query: ApprovalQuery,
    result: pageOf(ApprovalView),
    tag: 'approvals',
  },
  getApproval: {
    ...read,
    method: 'GET',
    path: '/approvals/{id}',
    summary: 'One approval in plain words',
    params: byId,
    result: ApprovalView,
    tag: 'approvals',
  },
  voteOnApproval: {
    permission: 'approval:vote',
    success: 200,
    method: 'POST',
    path: '/approvals/{id}/votes',
    summary: 'Approve or reject the plan that was shown',
    params: byId,
    body: VoteRequest,
    result: ApprovalView,
    tag: 'approvals',
  },
} as const satisfies Record<string, Route>;
