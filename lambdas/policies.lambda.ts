import { createApi } from '../core/api/create-api.ts';
import { policyEndpoints } from '../core/api/endpoints/policy-endpoints.ts';
import { http } from './runtime/http.ts';
import { bundlePacker } from './runtime/ports/bundle-packer.ts';
import { governanceKeys } from './runtime/ports/governance-keys.ts';
import { judgingPorts } from './runtime/ports/judging-ports.ts';
import { taskCalls } from './runtime/task-calls.ts';

const { compute, callerOf } = taskCalls();
const ports = { ...judgingPorts({ keys: governanceKeys(), packer: bundlePacker() }), compute };

/** Policies for people, bundles for tasks. It sees which tasks run, and alters none. */
export const handler = http({
  api: createApi(ports),
  endpoints: policyEndpoints(),
  ids: ports.ids,
  callerOf,
});
