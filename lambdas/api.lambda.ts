import { createApi } from '../core/api/create-api.ts';
import { readEndpoints } from '../core/api/endpoints/read-endpoints.ts';
import { http } from './runtime/http.ts';
import { readingPorts as ports } from './runtime/ports/reading-ports.ts';

/** Everything that is read, behind API Gateway. */
export const handler = http({ api: createApi(ports), endpoints: readEndpoints(), ids: ports.ids });
