import type { RoutesOf } from '../../contract/functions.ts';
import { policyRoutes } from '../../contract/routes/policy-routes.ts';
import type { Endpoint, Handler } from '../handler.ts';
import {
  getBundle,
  getPolicy,
  getPolicyVersion,
  listPolicies,
  listPolicyVersions,
  previewPolicy,
  receivePolicy,
  reportPolicyStatus,
  rollBackPolicy,
} from '../handlers/policy-handlers.ts';
import { bindAll } from './bind-all.ts';

/** What routes of policies and their bundles do. Exhaustive over the routes of the function `policies`. */
const POLICY: { readonly [Name in RoutesOf<'policies'>]: Handler<(typeof policyRoutes)[Name]> } = {
  listPolicies,
  receivePolicy,
  getPolicy,
  listPolicyVersions,
  getPolicyVersion,
  rollBackPolicy,
  previewPolicy,
  getBundle,
  reportPolicyStatus,
};

/** The endpoints of the function `policies`. */
export function policyEndpoints(): readonly Endpoint[] {
  return bindAll(policyRoutes, POLICY);
}
