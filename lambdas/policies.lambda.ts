import { createApi } from '../core/api/create-api.ts';
import { policyEndpoints } from '../core/api/endpoints/policy-endpoints.ts';
import { http } from './runtime/http.ts';
import { decidingPorts } from './runtime/ports/deciding-ports.ts';
import { bundlePacker, governanceKeys } from './runtime/ports/policy-tools.ts';
import { taskCalls } from './runtime/task-calls.ts';

const { compute, callerOf } = taskCalls();
const ports = { ...decidingPorts({ keys: governanceKeys(), packer: bundlePacker() }), compute };

/** Policies for people, bundles for tasks. It sees which tasks run, and alters none. */
export const handler = http({
  api: createApi(ports),
  endpoints: policyEndpoints(),
  ids: ports.ids,
  callerOf,
});
