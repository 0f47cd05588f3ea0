import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { AwsIds } from '../../adapters/aws/ulid-ids.ts';
import { createApi } from '../../core/api/create-api.ts';
import { changeEndpoints } from '../../core/api/endpoints/change-endpoints.ts';
import { readEndpoints } from '../../core/api/endpoints/read-endpoints.ts';
import type { Ports } from '../../core/ports.ts';
import { http } from '../../lambdas/runtime/http.ts';
import { expressPipeline } from '../baselines/http/express-pipeline.ts';
import { fastifyPipeline } from '../baselines/http/fastify-pipeline.ts';
import { honoPipeline } from '../baselines/http/hono-pipeline.ts';
import { powertoolsPipeline } from '../baselines/http/powertools-pipeline.ts';
import { deploy, readService, whoCalls } from './by-hand.ts';
import type { HttpEvent } from './work.ts';

/** One way to get from an event of API Gateway to the answer that it takes. */
export type Pipeline = (event: HttpEvent, context: Context) => Promise<APIGatewayProxyStructuredResultV2>;

/** Those that are compared: all over the same ports, in one process. */
export const PIPELINES = {
  'raw handler': rawPipeline,
  ours: ourPipeline,
  'Powertools Router': powertoolsPipeline,
  Hono: honoPipeline,
  Fastify: fastifyPipeline,
  Express: expressPipeline,
} as const satisfies Readonly<Record<string, (ports: Ports) => Pipeline | Promise<Pipeline>>>;
/** The name of a pipeline. */
export type PipelineName = keyof typeof PIPELINES;

const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };

/** The work by hand and nothing else: no pipeline. What all others are compared with. */
function rawPipeline(ports: Ports): Pipeline {
  return async (event) => {
    if (event.routeKey === 'GET /api/v1/me') return answer(200, whoCalls(event));
    if (event.routeKey === 'GET /api/v1/services/{name}')
      return answer(200, await readService(ports, event, { name: event.pathParameters?.['name'] }));
    const sent = { query: event.queryStringParameters ?? {}, body: JSON.parse(event.body ?? '') };
    const { status, body } = await deploy(ports, event, sent);
    return answer(status, body);
  };
}

function answer(statusCode: number, body: unknown): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: HEADERS, body: JSON.stringify(body) };
}

/**
 * What is deployed, with all that it does besides the work: routes by table, authorization with audit, limits and
 * validation, answers kept under a key, problem documents, correlation id, log.
 */
function ourPipeline(ports: Ports): Pipeline {
  const endpoints = [...readEndpoints(), ...changeEndpoints()];
  return http({ api: createApi(ports), endpoints, ids: new AwsIds() });
}
