import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { API_PREFIX } from '../../core/contract/api-prefix.ts';
import { type HttpFunction, servedBy, TASK_ROUTES } from '../../core/contract/functions.ts';
import type { Route } from '../../core/contract/routes/route.ts';
import { ROUTES, type RouteName } from '../../core/contract/routes.ts';
import type { OpsContext } from '../context.ts';
import { type LogKeeping, opsLogGroup } from './log-group.ts';
import type { OpsFunction } from './ops-function.ts';

/** Which API, who answers it, and who may call. */
export interface OpsApiProps {
  readonly api: HttpApi;
  readonly functions: Readonly<Record<HttpFunction, OpsFunction>>;
  readonly authorizer: IHttpRouteAuthorizer;
  readonly context: Pick<OpsContext, 'requestsPerSec' | 'requestBurst'>;
  readonly logs: LogKeeping;
}

/**
 * The HTTP API: one route of API Gateway per entry of the route table, each to the function that serves it. People are
 * known by a token that is checked before any function runs, tasks by the signature of their role.
 */
export class OpsApi extends Construct {
  constructor(scope: Construct, id: string, props: OpsApiProps) {
    super(scope, id);
    this.#stage(props);
    const integrations = new Map<HttpFunction, HttpLambdaIntegration>();
    for (const name of routeNames()) {
      const server = servedBy(name);
      const integration = integrations.get(server) ?? integrationOf(props.functions[server]);
      integrations.set(server, integration);
      const route: Route = ROUTES[name];
      new HttpRoute(this, name, {
        httpApi: props.api,
        routeKey: HttpRouteKey.with(`${API_PREFIX}${route.path}`, HttpMethod[route.method]),
        integration,
        authorizer: authorizerOf(name, props.authorizer),
      });
    }
  }

  #stage({ api, context, logs }: OpsApiProps): void {
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: context.requestsPerSec, burstLimit: context.requestBurst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(opsLogGroup(this, 'AccessLog', logs)),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
  }
}

/** A line of the access log. Never a header, a query or a body: they may hold secrets. */
const ACCESS_LOG = {
  at: '$context.requestTime',
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  functionMs: '$context.integrationLatency',
  functionError: '$context.integrationErrorMessage',
  refused: '$context.authorizer.error',
  sub: '$context.authorizer.claims.sub',
  role: '$context.identity.userArn',
  ip: '$context.identity.sourceIp',
} as const;

/** API Gateway gives up after 30 s at most; each function ends before that by itself. */
function integrationOf(fn: OpsFunction): HttpLambdaIntegration {
  return new HttpLambdaIntegration(fn.name, fn.fn, { scopePermissionToRoute: false });
}

function authorizerOf(name: RouteName, people: IHttpRouteAuthorizer): IHttpRouteAuthorizer {
  if (TASK_ROUTES.includes(name)) return new HttpIamAuthorizer();
  const route: Route = ROUTES[name];
  return route.permission === 'public' ? new HttpNoneAuthorizer() : people;
}

function routeNames(): readonly RouteName[] {
  return Object.keys(ROUTES) as RouteName[]; // safe: the keys of the table are the names
}
