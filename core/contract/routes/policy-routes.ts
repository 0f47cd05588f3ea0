import * as z from 'zod';
import { ReasonRequest } from '../change.ts';
import {
  PolicyDecision,
  PolicyIntake,
  PolicyPreview,
  PolicyPreviewRequest,
  PolicyQuery,
  PolicyVersion,
  PolicyView,
} from '../policy.ts';
import { Name, PageQuery, pageOf } from '../primitives.ts';
import { byName, type Route, read } from './route.ts';

const byVersion = z.strictObject({ name: Name, number: z.coerce.number().int().min(1) });

/** Routes of policies: intake, roll-out and what was decided by them. */
export const policyRoutes = {
  listPolicies: {
    ...read,
    method: 'GET',
    path: '/policies',
    summary: 'List policies by name with their convergence',
    query: PolicyQuery,
    result: pageOf(PolicyView),
    tag: 'policies',
  },
  receivePolicy: {
    permission: 'policy:write',
    success: 202,
    method: 'POST',
    path: '/policies',
    summary: 'Receive a signed, decided policy version; the same version again is a no-op',
    body: PolicyIntake,
    result: PolicyVersion,
    tag: 'policies',
  },
  getPolicy: {
    ...read,
    method: 'GET',
    path: '/policies/{name}',
    summary: 'One policy',
    params: byName,
    result: PolicyView,
    tag: 'policies',
  },
  listPolicyVersions: {
    ...read,
    method: 'GET',
    path: '/policies/{name}/versions',
    summary: 'The versions of a policy, newest first',
    params: byName,
    query: PageQuery,
    result: pageOf(PolicyVersion),
    tag: 'policies',
  },
  getPolicyVersion: {
    ...read,
    method: 'GET',
    path: '/policies/{name}/versions/{number}',
    summary: 'One version with every task’s standing',
    params: byVersion,
    result: PolicyVersion,
    tag: 'policies',
  },
  rollBackPolicy: {
    permission: 'policy:write',
    success: 202,
    method: 'POST',
    path: '/policies/{name}/rollback',
    summary: 'Bring the previous content back as a new version',
    params: byName,
    body: ReasonRequest,
    result: PolicyVersion,
    tag: 'policies',
  },
  previewPolicy: {
    permission: 'policy:write',
    success: 200,
    method: 'POST',
    path: '/policies/{name}/preview',
    summary: 'Which of the last Changes a candidate would have judged otherwise',
    params: byName,
    body: PolicyPreviewRequest,
    result: PolicyPreview,
    tag: 'policies',
  },
  listPolicyDecisions: {
    ...read,
    method: 'GET',
    path: '/policy-decisions',
    summary: 'What admission decided, newest first',
    query: PageQuery,
    result: pageOf(PolicyDecision),
    tag: 'policies',
  },
} as const satisfies Record<string, Route>;
