import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { API_PREFIX } from '../../core/contract/api-prefix.ts';
import { TASK_ROUTES } from '../../core/contract/functions.ts';
import type { Route } from '../../core/contract/routes/route.ts';
import { ROUTES } from '../../core/contract/routes.ts';
import type { TaskIdentity } from '../../core/policy/task-identity.ts';

/** What a function answers to API Gateway. Source: API Gateway Developer Guide, "Lambda function response", format 2.0. */
const Answer = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
});

/** What a `TaskDoor` leads to: the function that serves tasks, and the role that they run as. */
export interface DoorParts {
  readonly functionName: string;
  readonly roleArn: string;
}

/**
 * The way of tasks into the API where the target has no IAM authorizer: their calls are handed to the function with the
 * identity that API Gateway would have taken from the signature, and with nothing else that it would not have had.
 */
export class TaskDoor {
  readonly #lambda = new LambdaClient({});
  readonly #parts: DoorParts;

  constructor(parts: DoorParts) {
    this.#parts = parts;
  }

  /** Who signs, in place of a signature. */
  async tokenOf({ taskId }: TaskIdentity): Promise<string> {
    return taskId;
  }

  async fetch(request: Request): Promise<Response> {
    const Payload = Buffer.from(JSON.stringify(await eventOf(request, this.#parts.roleArn)));
    const command = new InvokeCommand({ FunctionName: this.#parts.functionName, Payload });
    const { Payload: said, FunctionError } = await this.#lambda.send(command);
    const text = Buffer.from(said ?? []).toString('utf8');
    if (FunctionError !== undefined) return new Response(text, { status: 500 });
    const { statusCode: status, headers, body, isBase64Encoded } = Answer.parse(JSON.parse(text));
    const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
    return new Response(status === 304 || status === 204 ? null : bytes, { status, headers });
  }
}

/**
 * The event of a call that a role signed. Source: API Gateway Developer Guide, "Payload format version 2.0" and "IAM
 * authorization"; the session of a task's role is named after the task (ECS Developer Guide, "Task IAM role").
 */
export async function eventOf(request: Request, roleArn: string) {
  const { pathname, search } = new URL(request.url);
  const { routeKey, pathParameters } = routeOf(request.method, pathname);
  const { authorization = '', ...headers } = Object.fromEntries(request.headers);
  const taskId = authorization.replace('Bearer ', '');
  const [, account = '', role = ''] = /^arn:aws:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? [];
  const userArn = `arn:aws:sts::${account}:assumed-role/${role}/${taskId}`;
  const body = await request.text();
  return {
    version: '2.0',
    routeKey,
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: { host: 'api', ...headers },
    pathParameters,
    requestContext: {
      accountId: account,
      requestId: crypto.randomUUID(),
      routeKey,
      stage: '$default',
      http: { method: request.method, path: pathname, sourceIp: '127.0.0.1', userAgent: 'task' },
      authorizer: { iam: { accountId: account, userArn, callerId: `AROAEXAMPLE:${taskId}` } },
    },
    ...(body !== '' && { body }),
    isBase64Encoded: false,
  };
}

/** The route of tasks that a path belongs to. @throws Error when it belongs to none. */
function routeOf(method: string, pathname: string) {
  for (const name of TASK_ROUTES) {
    const route: Route = ROUTES[name];
    const pattern = `^${API_PREFIX}${route.path}$`.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    const found = route.method === method ? new RegExp(pattern).exec(pathname) : null;
    if (found)
      return { routeKey: `${method} ${API_PREFIX}${route.path}`, pathParameters: { ...found.groups } };
  }
  throw new Error(`Tasks have no way to ${method} ${pathname}.`);
}
