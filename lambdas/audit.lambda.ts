import { createApi } from '../core/api/create-api.ts';
import { auditEndpoints } from '../core/api/endpoints/audit-endpoints.ts';
import { http } from './runtime/http.ts';
import { anchorReader } from './runtime/ports/anchor-reader.ts';
import { tablePorts } from './runtime/ports/table-ports.ts';

const ports = { ...tablePorts, anchor: anchorReader() };

/** The whole audit trail: verified against its anchor, or exported. */
export const handler = http({ api: createApi(ports), endpoints: auditEndpoints(), ids: ports.ids });
