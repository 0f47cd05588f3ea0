import { Stack } from 'aws-cdk-lib';
import type { WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnRoute, CfnStage, WebSocketRoute, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledgements.ts';
import type { OpsFunction } from './ops-function.ts';

/** The stage of the WebSocket API, which is part of its address. */
export const LIVE_STAGE = 'live';

/** Which API, and who lets pages in. */
export interface LiveApiProps {
  readonly api: WebSocketApi;
  readonly door: OpsFunction;
}

/** The WebSocket API: pages connect and are told what changed; nothing is ever read from them. */
export class LiveApi extends Construct {
  constructor(scope: Construct, id: string, { api, door }: LiveApiProps) {
    super(scope, id);
    for (const routeKey of ['$connect', '$disconnect']) {
      const route = new WebSocketRoute(this, routeKey, {
        webSocketApi: api,
        routeKey,
        integration: new WebSocketLambdaIntegration(`live-${routeKey.slice(1)}`, door.fn),
      });
      const { defaultChild } = route.node;
      if (defaultChild instanceof CfnRoute) acknowledge(defaultChild, 'socket', ['AwsSolutions-APIG4']);
    }
    const stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: api,
      stageName: LIVE_STAGE,
      autoDeploy: true,
      throttle: { rateLimit: 100, burstLimit: 200 },
    });
    const { defaultChild } = stage.node;
    if (defaultChild instanceof CfnStage)
      acknowledge(defaultChild, 'socket', ['AwsSolutions-APIG1', 'Serverless-APIGWAccessLogging']);
  }
}

/** The https endpoint that messages to pages are posted to. */
export function liveEndpoint(api: WebSocketApi): string {
  const { region, urlSuffix } = Stack.of(api);
  return `https://${api.apiId}.execute-api.${region}.${urlSuffix}/${LIVE_STAGE}`;
}
