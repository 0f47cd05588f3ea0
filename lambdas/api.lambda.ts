import { createApi } from '../core/api/create-api.ts';
import { readEndpoints } from '../core/api/endpoints/read-endpoints.ts';
import { http } from './runtime/http.ts';
import { readPorts } from './runtime/ports/read-ports.ts';

/** `GET` of everything people and pipelines look at. */
export const handler = http({ api: createApi(readPorts), endpoints: readEndpoints(), ids: readPorts.ids });
