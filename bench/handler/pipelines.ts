import { Router } from '@aws-lambda-powertools/event-handler/http';
import awsLambdaFastify from '@fastify/aws-lambda';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { handle, type LambdaEvent } from 'hono/aws-lambda';
import serverless from 'serverless-http';
import { AwsIds } from '../../adapters/aws/ulid-ids.ts';
import { createApi } from '../../core/api/create-api.ts';
import { readEndpoints } from '../../core/api/endpoints/read-endpoints.ts';
import type { ReadPorts } from '../../core/api/handler.ts';
import { http } from '../../lambdas/runtime/http.ts';
import { type HttpEvent, READ, readByHand, TRIVIAL, whoByHand } from './work.ts';

/** One way to get from an event to an answer. */
export interface Pipeline {
  readonly name: string;
  readonly call: (event: HttpEvent) => Promise<APIGatewayProxyStructuredResultV2>;
}

// Safe: none of these pipelines reads more of the context.
const CONTEXT = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 10_000 } as unknown as Context;

const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

/** Every pipeline over the same ports. The peers do the raw handler's work and are used as their documentation shows. */
export async function openPipelines(ports: ReadPorts): Promise<readonly Pipeline[]> {
  return [
    raw(ports),
    ours(ports),
    powertools(ports),
    hono(ports),
    await fastifyPipeline(ports),
    expressPipeline(ports),
  ];
}

/** The same work without any pipeline. */
function raw(ports: ReadPorts): Pipeline {
  return {
    name: 'raw handler',
    call: async (event) => {
      const read = event.routeKey === `${READ.method} ${READ.path}`;
      const body = read ? await readByHand(ports, event, event.pathParameters?.['name']) : whoByHand(event);
      return { statusCode: 200, headers: HEADERS, body: JSON.stringify(body) };
    },
  };
}

/** What is deployed: routes by table, authorization with audit, validation, idempotency, problems, correlation, log. */
function ours(ports: ReadPorts): Pipeline {
  const handler = http({ api: createApi(ports), endpoints: readEndpoints(), ids: new AwsIds() });
  return { name: 'ours', call: (event) => handler(event, CONTEXT) };
}

/** Source: docs.aws.amazon.com/powertools/typescript, "Event Handler", HTTP. */
function powertools(ports: ReadPorts): Pipeline {
  const app = new Router();
  app.get('/api/v1/services/:name', async ({ params, event }) =>
    asJson(await readByHand(ports, eventIn(event), params['name'])),
  );
  app.get(TRIVIAL.path, async ({ event }) => asJson(whoByHand(eventIn(event))));
  return { name: 'Powertools Router', call: async (event) => answerIn(await app.resolve(event, CONTEXT)) };
}

/** Source: hono.dev/docs/getting-started/aws-lambda. */
function hono(ports: ReadPorts): Pipeline {
  const app = new Hono<{ Bindings: { event: LambdaEvent } }>();
  app.get('/api/v1/services/:name', async (c) =>
    c.json(asJson(await readByHand(ports, eventIn(c.env.event), c.req.param('name')))),
  );
  app.get(TRIVIAL.path, (c) => c.json(asJson(whoByHand(eventIn(c.env.event)))));
  const handler = handle(app);
  // Safe: the event is one of those that the adapter takes.
  return { name: 'Hono', call: async (event) => answerIn(await handler(event as unknown as LambdaEvent)) };
}

/** Source: github.com/fastify/aws-lambda-fastify, README. */
async function fastifyPipeline(ports: ReadPorts): Promise<Pipeline> {
  const app = fastify();
  app.get<{ Params: { name: string } }>('/api/v1/services/:name', async (request) =>
    readByHand(ports, eventIn(Reflect.get(request, 'awsLambda').event), request.params.name),
  );
  app.get(TRIVIAL.path, async (request) => whoByHand(eventIn(Reflect.get(request, 'awsLambda').event)));
  const proxy = awsLambdaFastify(app, { decorateRequest: true });
  await app.ready();
  return { name: 'Fastify', call: async (event) => answerIn(await proxy(event, CONTEXT)) };
}

/** Source: github.com/dougmoscrop/serverless-http, README. */
function expressPipeline(ports: ReadPorts): Pipeline {
  const app = express();
  const eventOf = (request: object) => eventIn(Reflect.get(Reflect.get(request, 'apiGateway'), 'event'));
  app.get('/api/v1/services/:name', async (request, response) => {
    response.json(await readByHand(ports, eventOf(request), request.params['name']));
  });
  app.get(TRIVIAL.path, (request, response) => {
    response.json(whoByHand(eventOf(request)));
  });
  const handler = serverless(app, {
    request: (request: object, event: object) => Reflect.set(request, 'apiGateway', { event }),
  });
  return { name: 'Express', call: async (event) => answerIn(await handler(event, CONTEXT)) };
}

// Safe: every pipeline is only ever called with these events, and answers as API Gateway wants it.
const eventIn = (event: unknown): HttpEvent => event as HttpEvent;
const answerIn = (answer: unknown): APIGatewayProxyStructuredResultV2 =>
  answer as APIGatewayProxyStructuredResultV2;
const asJson = (body: unknown) => body as Record<string, never>;
