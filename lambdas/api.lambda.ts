import { createApi } from '../core/api/create-api.ts';
import { tableEndpoints } from '../core/api/table-endpoints.ts';
import { http } from './runtime/http.ts';
import { ports } from './runtime/ports.ts';

/** The routes of `SERVED_ROUTES`, behind API Gateway. */
export const handler = http({ api: createApi(ports), endpoints: tableEndpoints(), ids: ports.ids });
