import * as z from 'zod';
import { API_PREFIX } from '../../../core/contract/api-prefix.ts';
import { type JsonSchema, SchemaCollection } from '../../../core/contract/openapi/json-schemas.ts';
import type { Route } from '../../../core/contract/routes/route.ts';

/** A field of a route's input, as the docs page shows it. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly fallback: string;
}

/** The fields that a schema takes; none where it is no object. */
export function fieldsOf(schema: z.ZodType | undefined): readonly Field[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = objectSchema(schema);
  return Object.entries(properties).map(([name, field]) => ({
    name,
    type: typeText(field),
    required: required.includes(name),
    fallback: field['default'] === undefined ? '' : JSON.stringify(field['default']),
  }));
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

function objectSchema(schema: z.ZodType): ObjectSchema {
  const collection = new SchemaCollection([]);
  const root = collection.add(schema, 'input');
  const named = typeof root['$ref'] === 'string' ? root['$ref'].split('/').at(-1) : undefined;
  // Safe: zod writes `properties` and `required` of an object schema in exactly this shape.
  return (named === undefined ? root : collection.components()[named]) as ObjectSchema;
}

function typeText(schema: JsonSchema): string {
  const { enum: values, type, minimum, maximum, pattern, $ref } = schema;
  if (Array.isArray(values)) return values.join(' | ');
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? 'object';
  const range = minimum === undefined ? '' : ` ${minimum}..${maximum ?? ''}`;
  return `${String(type ?? 'object')}${range}${typeof pattern === 'string' && pattern.length < 40 ? ` ${pattern}` : ''}`;
}

/** Values that make an example a reader can run. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  name: 'job-ingest',
  image: 'govlab/job-ingest:v1',
  id: '01JD000000000000000000000A',
  services: 'job-ingest,ai-recommender',
  service: 'job-ingest',
  verdict: 'approve',
  reason: 'because',
  field: 'environment',
  answer: 'revert',
  as: 'dev',
  min: 2,
  max: 4,
  desiredCount: 3,
  monthlyUsd: 250,
  factor: 3,
  forSec: 900,
  planDigest: '0'.repeat(64),
};

/** A call of the route with curl; the token stands in `$TOKEN`. */
export function curlOf(route: Route): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => String(SAMPLES[name] ?? name));
  const required = fieldsOf(route.query).filter((field) => field.required);
  const query = required.map(({ name }) => `${name}=${String(SAMPLES[name] ?? '')}`).join('&');
  const address = `'http://localhost:3000${API_PREFIX}${path}${query ? `?${query}` : ''}'`;
  const lines = [
    route.method === 'GET' ? `curl -s ${address}` : `curl -s -X ${route.method} ${address}`,
    ...(route.permission === 'public' ? [] : [`-H "Authorization: Bearer $TOKEN"`]),
    ...(route.body
      ? [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(bodySample(route.body))}'`]
      : []),
  ];
  return lines.join(' \\\n  ');
}

function bodySample(body: z.ZodType): unknown {
  const required = fieldsOf(body).filter((field) => field.required);
  if (required.length > 0)
    return Object.fromEntries(required.map(({ name }) => [name, SAMPLES[name] ?? name]));
  return body instanceof z.ZodUnion ? { speed: 60 } : firstSample(body);
}

function firstSample(body: z.ZodType): unknown {
  const first = fieldsOf(body).find(({ name }) => name in SAMPLES);
  return first ? { [first.name]: SAMPLES[first.name] } : {};
}
