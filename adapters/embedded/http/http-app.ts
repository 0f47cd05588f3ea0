import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { apiEndpoints } from '../../../core/api/api-handlers.ts';
import type { Endpoint } from '../../../core/api/handler.ts';
import { openApiDocument } from '../../../core/contract/openapi.ts';
import { PAGE_CONFIG_PATH } from '../../../core/contract/page-config.ts';
import { OpsError } from '../../../core/errors.ts';
import { problem, registerRoutes } from './api-routes.ts';
import { type DevPorts, devEndpoints } from './dev-handlers.ts';
import { docsScript } from './docs-assets.ts';
import { docsPage } from './docs-page.ts';
import { hostGuard, securityHeaders } from './guards.ts';
import { dashboardFiles } from './static-files.ts';

/** What the embedded server is made of. */
export interface HttpAppOptions {
  readonly ports: DevPorts;
  /** Where the built dashboard lies; without it there is only the API. */
  readonly dashboardDir?: string | undefined;
}

/** The embedded server without a socket: give `fetch` a Request. */
export function httpApp({ ports, dashboardDir }: HttpAppOptions): Hono {
  const app = new Hono();
  app.use(securityHeaders);
  app.use(hostGuard(ports));
  app.get('/healthz', (context) =>
    context.json({ status: 'ok', world: 'embedded', now: ports.clock.now().toISOString() }, 200, NOT_STORED),
  );
  app.get(PAGE_CONFIG_PATH, (context) => context.json({}, 200, NOT_STORED)); // nobody signs in here
  describeApi(app);
  const product: readonly Endpoint<DevPorts>[] = apiEndpoints();
  registerRoutes(app, { ports, tokens: ports.tokens, endpoints: [...product, ...devEndpoints()] });
  app.all('/api/*', (context) => problem(context, ports, noSuchAddress(context.req.path)));
  if (dashboardDir !== undefined) {
    app.use('/assets/*', compress());
    app.use(dashboardFiles(dashboardDir));
  }
  app.notFound((context) => problem(context, ports, noSuchAddress(context.req.path)));
  app.onError((error, context) => problem(context, ports, error));
  return app;
}

const NOT_STORED = { 'cache-control': 'no-store' };

/** The document and the page are made when they are first asked for. */
function describeApi(app: Hono): void {
  const document = once(() => openApiDocument({ dev: true }));
  const page = once(docsPage);
  app.get('/openapi.json', (context) => context.json(document() as Record<string, unknown>));
  app.get('/docs', (context) => context.html(page()));
  app.get('/docs.js', (context) =>
    context.body(docsScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function noSuchAddress(path: string): OpsError {
  return new OpsError('route.not_found', `There is nothing at ${path.slice(0, 200)}.`, {
    remedy: 'See /docs for every address.',
  });
}
