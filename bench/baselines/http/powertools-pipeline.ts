import { Router } from '@aws-lambda-powertools/event-handler/http';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Ports } from '../../../core/ports.ts';
import { deploy, readService, whoCalls } from '../../handler/by-hand.ts';
import type { HttpEvent } from '../../handler/work.ts';

/** The work by hand behind the Router of Powertools. Source: docs.aws.amazon.com/powertools/typescript, "Event Handler". */
export function powertoolsPipeline(ports: Ports) {
  const app = new Router();
  app.get('/api/v1/me', async ({ event }) => Response.json(whoCalls(eventIn(event))));
  app.get('/api/v1/services/:name', async ({ event, params }) =>
    Response.json(await readService(ports, eventIn(event), { name: params['name'] })),
  );
  app.post('/api/v1/services', async ({ event, req }) => {
    const query = Object.fromEntries(new URL(req.url).searchParams);
    const { status, body } = await deploy(ports, eventIn(event), { query, body: await req.json() });
    return Response.json(body, { status });
  });
  // Safe: of a payload of format 2.0 it makes an answer of that format.
  return async (event: HttpEvent, context: Context) =>
    (await app.resolve(event, context)) as APIGatewayProxyStructuredResultV2;
}

// Safe: the pipeline is only called with these.
const eventIn = (event: unknown) => event as HttpEvent;
