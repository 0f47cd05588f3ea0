import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ENV } from '../../core/contract/env.ts';
import { SERVED_ROUTES } from '../../core/contract/served-routes.ts';
import { OpsApi } from '../constructs/ops-api.ts';
import { OpsFunction } from '../constructs/ops-function.ts';
import { OpsIdentity } from '../constructs/ops-identity.ts';
import type { OpsTable } from '../constructs/ops-table.ts';

export interface ControlPlaneProps extends StackProps {
  readonly table: OpsTable;
  /** Part of alarm names, e.g. `prod`. */
  readonly environment: string;
  /** IANA zone in which people mean local times. */
  readonly timeZone: string;
}

/** What changes with every release: the API and its functions. Nothing in it holds state. */
export class ControlPlaneStack extends Stack {
  constructor(scope: Construct, id: string, props: ControlPlaneProps) {
    super(scope, id, props);
    const api = new OpsFunction(this, 'api', {
      description: 'Answers the HTTP API: authorize and parse by the route table, then one use case.',
      timeout: Duration.seconds(15),
    });
    api.fn.addEnvironment(ENV.environment, props.environment);
    api.fn.addEnvironment(ENV.timeZone, props.timeZone);
    props.table.grantTo(api.fn);

    const { authorizer } = new OpsIdentity(this, 'Identity');
    const door = new OpsApi(this, 'Api', { authorizer, handler: api.fn, routes: SERVED_ROUTES });
    new CfnOutput(this, 'Url', { value: door.api.apiEndpoint });
  }
}
