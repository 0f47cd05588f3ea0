import { API_PREFIX } from '../../../core/contract/api-prefix.ts';
import { DEV_ROUTES } from '../../../core/contract/dev-routes.ts';
import { ERRORS } from '../../../core/contract/errors.ts';
import { PERMISSIONS } from '../../../core/contract/identity.ts';
import { errorsOf } from '../../../core/contract/openapi/route-errors.ts';
import type { Route } from '../../../core/contract/routes/route.ts';
import { ROUTES } from '../../../core/contract/routes.ts';
import { docsStyle } from './docs-assets.ts';
import { curlOf, type Field, fieldsOf } from './docs-fields.ts';

type NamedRoute = readonly [name: string, route: Route];

/** The page at `/docs`: every route of the tables, what it takes, may answer, and how to call it. */
export function docsPage(): string {
  const routes: readonly NamedRoute[] = Object.entries({ ...ROUTES, ...DEV_ROUTES });
  const tags = [...new Set(routes.map(([, { tag }]) => tag))];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>API · HMS-OPS Management Layer</title>
<style>${docsStyle}</style>
<script src="/docs.js" defer></script>
</head>
<body>
<a class="skip" href="#routes">Skip to the routes</a>
<header>
<h1>HMS-OPS Management Layer API</h1>
<p>Everything lies under <code>${API_PREFIX}</code>. The same as a document: <a href="/openapi.json">openapi.json</a>.
Failures are <a href="#errors">problem documents</a> with a stable code and a remedy.</p>
<label for="search">Search routes</label>
<input id="search" type="search" autocomplete="off" placeholder="for example: rollback, budget, 409">
<p id="found" role="status" aria-live="polite">${routes.length} routes</p>
<nav aria-label="Sections">${tags.map((tag) => `<a href="#${tag}">${tag}</a>`).join(' ')} <a href="#errors">errors</a></nav>
</header>
<main id="routes">
${tags
  .map((tag) =>
    section(
      tag,
      routes.filter(([, route]) => route.tag === tag),
    ),
  )
  .join('\n')}
${errorSection()}
</main>
</body>
</html>`;
}

function section(tag: string, routes: readonly NamedRoute[]): string {
  return `<section aria-labelledby="${tag}"><h2 id="${tag}">${tag}</h2>${routes.map(article).join('\n')}</section>`;
}

function article([name, route]: NamedRoute): string {
  return `<details id="${name}" class="route">
<summary><span class="method ${route.method.toLowerCase()}">${route.method}</span> <code>${API_PREFIX}${route.path}</code> <span>${escapeHtml(route.summary)}</span></summary>
<p>${permissionText(route)}</p>
${table('Path', fieldsOf(route.params))}${table('Query', fieldsOf(route.query))}${table('Body', fieldsOf(route.body))}
<h3>Answers</h3>
<p>${route.success}${route.success === 202 ? ' with <code>Location</code> of the Change; 200 for a dry run' : ''}${route.ifMatch ? '. Honours <code>If-Match</code>' : ''}.</p>
<ul class="codes">${errorsOf(route).map(codeItem).join('')}</ul>
<h3>Example</h3>
<pre tabindex="0" aria-label="curl example">${escapeHtml(curlOf(route))}</pre>
</details>`;
}

function permissionText({ permission }: Route): string {
  if (permission === 'public') return 'Needs no token.';
  if (permission === 'authenticated') return 'Needs any valid token.';
  return `Needs <code>${permission}</code>: ${PERMISSIONS[permission].join(', ')}.`;
}

function table(title: string, fields: readonly Field[]): string {
  if (fields.length === 0) return '';
  const rows = fields.map(
    ({ name, type, required, fallback }) =>
      `<tr><th scope="row"><code>${escapeHtml(name)}</code></th><td>${escapeHtml(type)}</td><td>${required ? 'required' : escapeHtml(fallback)}</td></tr>`,
  );
  return `<table><caption>${title}</caption><thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Default</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function codeItem(code: keyof typeof ERRORS): string {
  return `<li><a href="#${code}">${ERRORS[code].status} ${code}</a></li>`;
}

function errorSection(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, { status, meaning, retryable }]) =>
      `<tr id="${code}"><th scope="row"><code>${code}</code></th><td>${status}</td><td>${escapeHtml(meaning)}</td><td>${retryable ? 'yes' : 'no'}</td></tr>`,
  );
  return `<section aria-labelledby="errors"><h2 id="errors">errors</h2><table><caption>Codes of problem documents</caption><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th><th scope="col">May pass later</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
