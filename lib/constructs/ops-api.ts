import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Route } from '../../core/contract/routes/route.ts';
import { API_PREFIX, ROUTES, type RouteName } from '../../core/contract/routes.ts';

export interface OpsApiProps {
  readonly authorizer: IHttpRouteAuthorizer;
  readonly handler: IFunction;
  /** The entries of the route table that `handler` serves. */
  readonly routes: readonly RouteName[];
}

/** The HTTP API: one API Gateway route per entry of the route table, each behind the token check unless it is public. */
export class OpsApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, props: OpsApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Http', { createDefaultStage: false });
    this.api.addStage('Live', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 200, burstLimit: 400 },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLog(this)) },
    });
    const integration = new HttpLambdaIntegration('Handler', props.handler, {
      timeout: Duration.seconds(15),
    });
    for (const name of props.routes) {
      const route: Route = ROUTES[name];
      this.api.addRoutes({
        path: `${API_PREFIX}${route.path}`,
        methods: [HttpMethod[route.method]],
        integration,
        authorizer: route.permission === 'public' ? new HttpNoneAuthorizer() : props.authorizer,
      });
    }
  }
}

function accessLog(scope: Construct): LogGroup {
  return new LogGroup(scope, 'AccessLog', {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
