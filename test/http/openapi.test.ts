import { DEV_ROUTES } from '../../core/contract/dev-routes.ts';
import { ERRORS } from '../../core/contract/errors.ts';
import { errorsOf } from '../../core/contract/openapi/route-errors.ts';
import { openApiDocument } from '../../core/contract/openapi.ts';
import type { Route } from '../../core/contract/routes/route.ts';
import { ROUTES } from '../../core/contract/routes.ts';
import { HttpWorld } from './world.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
}

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content: object }>>;
  readonly security: readonly object[];
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
}

const document = openApiDocument({ dev: true }) as unknown as Document; // what the tests below hold it to
const routes: readonly (readonly [string, Route])[] = Object.entries({ ...ROUTES, ...DEV_ROUTES });

function operationOf(route: Route): Operation {
  const operation = document.paths[route.path]?.[route.method.toLowerCase()];
  if (!operation) throw new Error(`no operation for ${route.method} ${route.path}`);
  return operation;
}

/** Every value under a key, wherever it stands. */
function every(key: string, value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(name === key ? [inner] : []),
    ...every(key, inner),
  ]);
}

/** What a local reference points at. */
function resolve(reference: string): unknown {
  return reference
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], document);
}

describe('the OpenAPI document', () => {
  it('200: is served, and is 3.1', async () => {
    const world = await HttpWorld.open();
    const { status, json } = await world.fetch('/openapi.json');
    expect(status).toBe(200);
    expect(json['openapi']).toMatch(/^3\.1\.\d$/);
    expect(json).toEqual(JSON.parse(JSON.stringify(document)));
    await world.close();
  });

  it('has every reference resolved and every definition used', () => {
    const references = every('$ref', document).map(String);
    expect(references.length).toBeGreaterThan(100);
    for (const reference of references) expect(resolve(reference)).toBeDefined();
    for (const name of Object.keys(document.components.schemas))
      expect(references).toContain(`#/components/schemas/${name}`);
  });

  it.each(routes)('%s is an operation with its own name', (name, route) => {
    const operation = operationOf(route);
    expect(operation.operationId).toBe(name);
    expect(operation.security).toEqual(route.permission === 'public' ? [] : [{ bearer: [] }]);
    expect(operation.requestBody !== undefined).toBe(route.body !== undefined);
  });

  it.each(routes)('%s names every parameter of its path, once, as required', (_name, route) => {
    const inPath = operationOf(route).parameters.filter(
      (parameter): parameter is Parameter => 'in' in parameter && parameter.in === 'path',
    );
    const expected = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(inPath.map(({ name }) => name)).toEqual(expected);
    expect(inPath.every(({ required }) => required)).toBe(true);
  });

  it.each(routes)('%s describes its success and each status it may fail with', (_name, route) => {
    const { responses } = operationOf(route);
    expect(responses[route.success]).toBeDefined();
    for (const code of errorsOf(route)) {
      const response = responses[ERRORS[code].status];
      expect(response?.description).toContain(code);
      expect(response?.content).toHaveProperty(['application/problem+json']);
    }
  });

  it('tells what may be sent from what is answered where defaults make them differ', () => {
    const { ServiceSpec, ServiceSpecInput } = document.components.schemas;
    expect(ServiceSpecInput?.['required']).toEqual(['name', 'image']);
    expect(ServiceSpec?.['required']).toContain('replicas');
  });

  it('lets answers gain fields, and calls have none that are unknown', () => {
    expect(document.components.schemas['Change']).not.toHaveProperty('additionalProperties');
    expect(document.components.schemas['ServiceSpecInput']).toHaveProperty('additionalProperties', false);
  });

  it('leaves the routes of the embedded world out unless asked', () => {
    const paths = Object.keys(openApiDocument()['paths'] as object);
    expect(paths.filter((path) => path.startsWith('/dev'))).toEqual([]);
    expect(paths).toContain('/services/{name}');
  });
});
