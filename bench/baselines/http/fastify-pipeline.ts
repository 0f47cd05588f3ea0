import awsLambdaFastify from '@fastify/aws-lambda';
import type { Context } from 'aws-lambda';
import fastify, { type FastifyRequest } from 'fastify';
import type { Ports } from '../../../core/ports.ts';
import { deploy, readService, whoCalls } from '../../handler/by-hand.ts';
import type { HttpEvent } from '../../handler/work.ts';

/** The work by hand behind Fastify. Source: github.com/fastify/aws-lambda-fastify, README; `ready` as it advises. */
export async function fastifyPipeline(ports: Ports) {
  const app = fastify();
  app.get('/api/v1/me', async (request) => whoCalls(eventIn(request)));
  app.get<{ Params: { name: string } }>('/api/v1/services/:name', async (request) =>
    readService(ports, eventIn(request), { name: request.params.name }),
  );
  app.post('/api/v1/services', async (request, reply) => {
    // Fastify makes its query without a prototype; the schemas take plain objects.
    const sent = { query: { ...(request.query as object) }, body: request.body };
    const { status, body } = await deploy(ports, eventIn(request), sent);
    return reply.code(status).send(body);
  });
  const proxy = awsLambdaFastify(app);
  await app.ready();
  return (event: HttpEvent, context: Context) => proxy(event, context);
}

// Safe: the adapter puts the event there, and the pipeline is only called with these.
const eventIn = (request: FastifyRequest) => Reflect.get(request, 'awsLambda').event as HttpEvent;
