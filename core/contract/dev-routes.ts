import {
  DevBundleKey,
  DevClock,
  DevClockRequest,
  DevCloud,
  DevCloudRequest,
  DevIdentities,
  DevLoad,
  DevLoadRequest,
  DevPolicyRequest,
  DevSignature,
  DevSignRequest,
  DevTaskTokenRequest,
  DevToken,
  DevTokenRequest,
} from './dev.ts';
import { POLICY_BODY_LIMIT_BYTES, PolicyVersion } from './policy.ts';
import type { Route } from './routes/route.ts';

const dev = { permission: 'public', success: 200, tag: 'dev' } as const;

/** Routes of the embedded world, and only of it: no Lambda serves them. They listen on loopback alone. */
export const DEV_ROUTES = {
  listIdentities: {
    ...dev,
    method: 'GET',
    path: '/dev/identities',
    summary: 'The local identities a visitor may take',
    result: DevIdentities,
  },
  takeIdentity: {
    ...dev,
    method: 'POST',
    path: '/dev/token',
    summary: 'A signed token for a local identity',
    body: DevTokenRequest,
    result: DevToken,
  },
  setLoad: {
    ...dev,
    method: 'POST',
    path: '/dev/load',
    summary: 'Multiply the load of a service for a while',
    body: DevLoadRequest,
    result: DevLoad,
  },
  getClock: { ...dev, method: 'GET', path: '/dev/clock', summary: 'The virtual clock', result: DevClock },
  setClock: {
    ...dev,
    method: 'POST',
    path: '/dev/clock',
    summary: 'Pause, speed up or advance the virtual clock',
    body: DevClockRequest,
    result: DevClock,
  },
  getCloud: {
    ...dev,
    method: 'GET',
    path: '/dev/cloud',
    summary: 'The simulated cloud and its log of mutating calls',
    result: DevCloud,
  },
  alterCloud: {
    ...dev,
    method: 'POST',
    path: '/dev/cloud',
    summary: 'Alter the simulated cloud by hand, behind the product’s back',
    body: DevCloudRequest,
    result: DevCloud,
  },
  signPolicy: {
    ...dev,
    method: 'POST',
    path: '/dev/governance/sign',
    summary: 'Sign a policy as the Governance Layer of this world',
    body: DevSignRequest,
    bodyLimitBytes: 2 * POLICY_BODY_LIMIT_BYTES,
    result: DevSignature,
  },
  sendPolicy: {
    ...dev,
    method: 'POST',
    path: '/dev/policies',
    summary: 'Let the Governance Layer of this world send the next version of the portal’s policy',
    body: DevPolicyRequest,
    result: PolicyVersion,
  },
  getBundleKey: {
    ...dev,
    method: 'GET',
    path: '/dev/bundle-key',
    summary: 'The public key that bundles are verified with',
    result: DevBundleKey,
  },
  takeTaskToken: {
    ...dev,
    method: 'POST',
    path: '/dev/task-token',
    summary: 'A token for the policy agent of a task, to run one by hand',
    body: DevTaskTokenRequest,
    result: DevToken,
  },
} as const satisfies Record<string, Route>;
/** The name of a route of the embedded world. */
export type DevRouteName = keyof typeof DEV_ROUTES;
