import * as z from 'zod';
import { ERRORS, type ErrorCode } from '../errors.ts';
import { PERMISSIONS } from '../identity.ts';
import type { Route } from '../routes/route.ts';
import type { JsonSchema, SchemaCollection } from './json-schemas.ts';
import { errorsOf } from './route-errors.ts';

/** The operation object of a route. */
export function operationOf(name: string, route: Route, schemas: SchemaCollection): JsonSchema {
  return {
    operationId: name,
    summary: route.summary,
    description: permissionText(route),
    tags: [route.tag],
    security: route.permission === 'public' ? [] : [{ bearer: [] }],
    parameters: parametersOf(route, schemas),
    ...(route.body && { requestBody: bodyOf(route.body, schemas) }),
    responses: { ...successOf(route, schemas), ...problemsOf(route) },
  };
}

function permissionText({ permission }: Route): string {
  if (permission === 'public') return 'Needs no token.';
  if (permission === 'authenticated') return 'Needs a valid token.';
  return `Needs the permission \`${permission}\`, which these roles carry: ${PERMISSIONS[permission].join(', ')}.`;
}

function parametersOf(route: Route, schemas: SchemaCollection): readonly JsonSchema[] {
  return [
    ...fieldsOf(route.params, schemas).map((field) => ({ ...field, in: 'path', required: true })),
    ...fieldsOf(route.query, schemas).map((field) => ({ ...field, in: 'query' })),
    ...(route.method === 'POST' && route.permission !== 'public' ? [reference('IdempotencyKey')] : []),
    ...(route.ifMatch ? [reference('IfMatch')] : []),
    reference('CorrelationId'),
  ];
}

function fieldsOf(schema: z.ZodType | undefined, schemas: SchemaCollection): readonly JsonSchema[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const { properties, required } = schemas.add(schema, 'input');
  const names = Array.isArray(required) ? required : [];
  return Object.entries(properties ?? {}).map(([name, field]) => ({
    name,
    required: names.includes(name),
    schema: field,
  }));
}

function reference(name: string): JsonSchema {
  return { $ref: `#/components/parameters/${name}` };
}

function bodyOf(body: z.ZodType, schemas: SchemaCollection): JsonSchema {
  return { required: true, content: { 'application/json': { schema: schemas.add(body, 'input') } } };
}

function successOf(route: Route, schemas: SchemaCollection): JsonSchema {
  const content = {
    [route.contentType ?? 'application/json']: {
      schema: route.contentType === 'application/gzip' ? BYTES : schemas.add(route.result, 'output'),
    },
  };
  const headers = {
    'X-Correlation-Id': { $ref: '#/components/headers/CorrelationId' },
    ...(isSingle(route) && { ETag: { $ref: '#/components/headers/ETag' } }),
  };
  if (route.success === 200) return { 200: { description: 'Done.', headers, content } };
  const location = { Location: { $ref: '#/components/headers/Location' } };
  return {
    200: { description: 'A dry run, or nothing to change: nothing was created.', headers, content },
    202: { description: 'Taken. Watch the Change.', headers: { ...headers, ...location }, content },
  };
}

/** Source: OpenAPI 3.1, "Considerations for File Uploads": bytes have no JSON type. */
const BYTES: JsonSchema = { contentMediaType: 'application/gzip' };

function isSingle({ method, path }: Route): boolean {
  return method === 'GET' && path.endsWith('}');
}

function problemsOf(route: Route): JsonSchema {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of errorsOf(route)) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries([...byStatus].map(([status, codes]) => [status, problemOf(codes)]));
}

function problemOf(codes: readonly ErrorCode[]): JsonSchema {
  const description = codes.map((code) => `\`${code}\`: ${ERRORS[code].meaning}.`).join(' ');
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }],
  };
  return { description, content: { 'application/problem+json': { schema } } };
}
