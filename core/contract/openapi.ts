import { API_PREFIX } from './api-prefix.ts';
import { DEV_ROUTES } from './dev-routes.ts';
import { Problem } from './errors.ts';
import { type JsonSchema, SchemaCollection } from './openapi/json-schemas.ts';
import { operationOf } from './openapi/operation.ts';
import type { Route } from './routes/route.ts';
import { ROUTES } from './routes.ts';

/** The OpenAPI 3.1 document of the route table; with `dev` the routes of the embedded world too. Pure. */
export function openApiDocument({ dev = false }: { readonly dev?: boolean } = {}): JsonSchema {
  const routes: Readonly<Record<string, Route>> = dev ? { ...ROUTES, ...DEV_ROUTES } : ROUTES;
  const schemas = new SchemaCollection([Problem, ...Object.values(routes).map(({ result }) => result)]);
  schemas.add(Problem, 'output');
  const paths = pathsOf(routes, schemas);
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: INFO,
    servers: [{ url: API_PREFIX, description: 'Same origin as the dashboard' }],
    tags: [...new Set(Object.values(routes).map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      parameters: PARAMETERS,
      headers: HEADERS,
      schemas: schemas.components(),
    },
  };
}

function pathsOf(routes: Readonly<Record<string, Route>>, schemas: SchemaCollection): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const [name, route] of Object.entries(routes)) {
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: operationOf(name, route, schemas),
    };
  }
  return paths;
}

const INFO = {
  title: 'HMS-OPS Management Layer',
  version: '1',
  description:
    'Deploys, scales, budgets and explains container services. Everything that alters anything is a Change: it is ' +
    'planned, gated by policy, budget and approvals, recorded, and then carried out. Failures are RFC 9457 problem ' +
    'documents with a stable `code` and a `remedy`.',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
} as const;

const PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Same key and request: same answer, one effect. Kept for a day.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    example: '4f8f2b0a-6a3c-4d1e-9d57-0c2f6a6f3f10',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The ETag that was read; 412 when the record changed since.',
    schema: { type: 'string', pattern: '^"\\d+"$' },
    example: '"3"',
  },
  CorrelationId: {
    name: 'X-Correlation-Id',
    in: 'header',
    description: 'Follows the call through log, events and audit; made when it is absent.',
    schema: { type: 'string', pattern: '^[\\w.:-]{1,64}$' },
  },
} as const;

const HEADERS = {
  CorrelationId: { description: 'The id that follows the call.', schema: { type: 'string' } },
  ETag: { description: 'The version of the record, for `If-Match`.', schema: { type: 'string' } },
  Location: { description: 'Where the Change can be watched.', schema: { type: 'string' } },
} as const;
