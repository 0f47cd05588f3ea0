import type { APIGatewayProxyStructuredResultV2, Context as LambdaContext } from 'aws-lambda';
import { type Context, Hono } from 'hono';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import type { Ports } from '../../../core/ports.ts';
import { deploy, readService, whoCalls } from '../../handler/by-hand.ts';
import type { HttpEvent } from '../../handler/work.ts';

interface Env {
  readonly Bindings: { readonly event: LambdaEvent };
}

/** The work by hand behind Hono's adapter for Lambda. Source: hono.dev/docs/getting-started/aws-lambda. */
export function honoPipeline(ports: Ports) {
  const app = new Hono<Env>();
  app.get('/api/v1/me', (c) => c.json(whoCalls(eventIn(c))));
  app.get('/api/v1/services/:name', async (c) =>
    Response.json(await readService(ports, eventIn(c), { name: c.req.param('name') })),
  );
  app.post('/api/v1/services', async (c) => {
    const sent = { query: c.req.query(), body: await c.req.json() };
    const { status, body } = await deploy(ports, eventIn(c), sent);
    return Response.json(body, { status });
  });
  const handler = handle(app);
  // Safe: the event is one of those that the adapter takes, and its answer is of the same format.
  return async (event: HttpEvent, context: LambdaContext) =>
    (await handler(event as unknown as LambdaEvent, context)) as APIGatewayProxyStructuredResultV2;
}

// Safe: the pipeline is only called with these.
const eventIn = (c: Context<Env>) => c.env.event as unknown as HttpEvent;
