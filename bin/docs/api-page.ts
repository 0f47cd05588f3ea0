import type * as z from 'zod';
import { API_PREFIX } from '../../core/contract/api-prefix.ts';
import { DEV_ROUTES } from '../../core/contract/dev-routes.ts';
import { PERMISSIONS, type Permission } from '../../core/contract/identity.ts';
import type { Route } from '../../core/contract/routes/route.ts';
import { ROUTES } from '../../core/contract/routes.ts';
import { fieldsOf, nameOf } from './fields.ts';
import { generatedFrom, table } from './markdown.ts';

/** docs/api.md: every route, who may call it, and the fields of every body and query. */
export function apiPage(): string {
  const routes: readonly Route[] = Object.values(ROUTES);
  const tags = [...new Set(routes.map(({ tag }) => tag))].sort();
  return [
    generatedFrom('core/contract/routes.ts'),
    '# HTTP API',
    '',
    `All paths start with \`${API_PREFIX}\`. The same table feeds the OpenAPI 3.1 document at \`/openapi.json\`, which`,
    'also describes every answer. Failures: [errors.md](errors.md).',
    '',
    '- `Authorization: Bearer <token>` on every route that is not public.',
    '- `Idempotency-Key` on any POST: the same key with the same body gets the same answer, with another body 422.',
    '- `If-Match` with the `ETag` of an earlier answer, where marked: 412 when the record changed since.',
    '- `?dryRun=true`, where listed: the plan, and nothing is stored.',
    '- Lists: `?limit=` 1..100 and `?cursor=` from `nextCursor`.',
    '- 202: accepted; `Location` names the Change to watch.',
    '',
    ...tags.map((tag) =>
      section(
        tag,
        routes.filter((route) => route.tag === tag),
      ),
    ),
    '## Roles',
    '',
    table(
      ['Permission', 'Roles'],
      Object.entries(PERMISSIONS).map(([name, roles]) => [`\`${name}\``, roles.join(', ')]),
    ),
    section('Only in the embedded world', Object.values(DEV_ROUTES)),
    '## Bodies',
    '',
    ...bodies([...routes, ...Object.values(DEV_ROUTES)]),
  ].join('\n');
}

function section(title: string, routes: readonly Route[]): string {
  const rows = routes.map((route) => [
    `\`${route.method} ${route.path}\``,
    route.summary,
    whoMay(route.permission),
    inputOf(route),
    `${route.success} ${nameOf(route.result)}`,
  ]);
  return `## ${title[0]?.toUpperCase()}${title.slice(1)}\n\n${table(['Route', 'Does', 'Who', 'Takes', 'Answers'], rows)}`;
}

function whoMay(permission: Route['permission']): string {
  if (permission === 'public') return 'anyone';
  if (permission === 'authenticated') return 'any valid token';
  return PERMISSIONS[permission satisfies Permission].join(', ');
}

function inputOf({ query, body, ifMatch }: Route): string {
  return [
    ...(query ? fieldsOf(query).map(([name]) => name) : []),
    ...(body ? [`body ${nameOf(body)}`] : []),
    ...(ifMatch ? ['`If-Match`'] : []),
  ].join(', ');
}

function bodies(routes: readonly Route[]): readonly string[] {
  const byName = new Map<string, z.ZodType>();
  for (const { body } of routes) if (body) byName.set(nameOf(body), body);
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, body]) => `### ${name}\n\n${table(['Field', 'Type', 'Required'], fieldsOf(body))}`);
}
