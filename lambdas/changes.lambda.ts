import { createApi } from '../core/api/create-api.ts';
import { changeEndpoints } from '../core/api/endpoints/change-endpoints.ts';
import { http } from './runtime/http.ts';
import { decidingPorts } from './runtime/ports/deciding-ports.ts';
import { judgingPorts } from './runtime/ports/judging-ports.ts';

const ports = { ...judgingPorts(), ...decidingPorts() };

/** What people and pipelines ask for: each a Change, planned, gated and committed here, carried out by `reconcile`. */
export const handler = http({ api: createApi(ports), endpoints: changeEndpoints(), ids: ports.ids });
