import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import express, { type Request } from 'express';
import serverless from 'serverless-http';
import type { Ports } from '../../../core/ports.ts';
import { deploy, readService, whoCalls } from '../../handler/by-hand.ts';
import type { HttpEvent } from '../../handler/work.ts';

/** The work by hand behind Express. Source: github.com/dougmoscrop/serverless-http, README. */
export function expressPipeline(ports: Ports) {
  const app = express();
  app.get('/api/v1/me', (request, response) => {
    response.json(whoCalls(eventIn(request)));
  });
  app.get('/api/v1/services/:name', async (request, response) => {
    response.json(await readService(ports, eventIn(request), { name: request.params['name'] }));
  });
  app.post('/api/v1/services', async (request, response) => {
    // `express.json()` takes the request for read and leaves the bytes: dougmoscrop/serverless-http, issue 274.
    const sent = { query: { ...request.query }, body: JSON.parse(String(request.body)) };
    const { status, body } = await deploy(ports, eventIn(request), sent);
    response.status(status).json(body);
  });
  const handler = serverless(app);
  // Safe: of a payload of format 2.0 it makes an answer of that format.
  return async (event: HttpEvent, context: Context) =>
    (await handler(event, context)) as APIGatewayProxyStructuredResultV2;
}

// Safe: the adapter puts the event there, and the pipeline is only called with these.
const eventIn = (request: Request) => Reflect.get(request, 'apiGateway').event as HttpEvent;
