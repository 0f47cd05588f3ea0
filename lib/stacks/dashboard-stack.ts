import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { API_PREFIX } from '../../core/contract/api-prefix.ts';
import { TASK_ROUTES } from '../../core/contract/functions.ts';
import { ROUTES } from '../../core/contract/routes.ts';
import { acknowledge, patternFinding } from '../acknowledgements.ts';
import { LIVE_STAGE } from '../constructs/live-api.ts';
import type { OpsFunction } from '../constructs/ops-function.ts';
import { OpsIdentity } from '../constructs/ops-identity.ts';
import { resourceOf } from '../constructs/ops-role.ts';
import { Page } from '../constructs/page.ts';
import { PageFiles } from '../constructs/page-files.ts';
import type { OpsContext } from '../context.ts';
import { environmentNames } from '../environment-names.ts';
import type { FleetStack } from './fleet-stack.ts';
import type { StateStack } from './state-stack.ts';

/** The environment's choices, and the stacks below. */
export interface DashboardStackProps extends StackProps {
  readonly context: OpsContext;
  readonly state: StateStack;
  readonly fleet: FleetStack;
}

/** Where people come back to after signing in where no page is deployed: the one on their own machine. */
const LOCAL_PAGE = 'http://localhost:3000/';

/**
 * What people reach: the page with its distribution, who may sign in, and the addresses of both APIs. The addresses
 * stand here, apart from the routes behind them, because the distribution leads to them, the sign-in leads back to the
 * distribution, and the routes ask for who has signed in: docs/adr/0014-stacks.md.
 */
export class DashboardStack extends Stack {
  readonly api: HttpApi;
  readonly live: WebSocketApi;
  readonly identity: OpsIdentity;
  readonly page: Page | undefined;
  readonly #pushing: ManagedPolicy;

  constructor(scope: Construct, id: string, { context, state, fleet, ...props }: DashboardStackProps) {
    super(scope, id, props);
    const { base } = environmentNames(context.environment);
    const signInDomain = `${base}-${this.account}`;
    const signInOrigin = `https://${signInDomain}.auth.${this.region}.amazoncognito.com`;
    this.api = new HttpApi(this, 'Api', { apiName: base, createDefaultStage: false });
    this.live = new WebSocketApi(this, 'Live', { apiName: `${base}-live` });
    if (context.dashboard)
      this.page = new Page(this, 'Page', {
        context,
        accessLogs: state.accessLogs,
        api: this.api,
        live: this.live,
        signInOrigin,
      });
    this.identity = new OpsIdentity(this, 'Identity', {
      pageUrl: this.page?.url ?? LOCAL_PAGE,
      signInDomain: this.page && signInDomain,
    });
    if (this.page)
      new PageFiles(this, 'Files', {
        page: this.page,
        host: fleet.host,
        config: { signIn: this.identity.signIn(signInOrigin) },
      });
    this.#pushing = this.#pushPolicy();
    this.#letTasksCall(fleet);
    this.#outputs();
  }

  /** Lets a function post to the pages that are connected. */
  letPush(fn: OpsFunction): void {
    fn.attach(this.#pushing);
  }

  #pushPolicy(): ManagedPolicy {
    const connections = this.#invocable(this.live.apiId, `${LIVE_STAGE}/POST/@connections/*`);
    return this.#policy('Pushing', 'execute-api:ManageConnections', [connections]);
  }

  /** Tasks fetch their policies and report on them, signed with their role; no other route is theirs. */
  #letTasksCall(fleet: FleetStack): void {
    const routes = TASK_ROUTES.map((name) => {
      const { method, path } = ROUTES[name];
      return this.#invocable(
        this.api.apiId,
        `$default/${method}${API_PREFIX}${path.replace(/\{[^}]+\}/g, '*')}`,
      );
    });
    this.#policy('TaskCalls', 'execute-api:Invoke', routes).attachToRole(fleet.cluster.roles.task);
  }

  #policy(id: string, action: string, resources: readonly string[]): ManagedPolicy {
    const policy = new ManagedPolicy(this, id, {
      statements: [new PolicyStatement({ actions: [action], resources: [...resources] })],
    });
    const resource = resourceOf(policy);
    const patterns = resources.filter((arn) => arn.includes('*'));
    acknowledge(
      resource,
      'laterNames',
      patterns.map((arn) => patternFinding(resource, arn)),
    );
    return policy;
  }

  #invocable(apiId: string, path: string): string {
    return this.formatArn({ service: 'execute-api', resource: apiId, resourceName: path });
  }

  #outputs(): void {
    new CfnOutput(this, 'PageUrl', { value: this.page?.url ?? LOCAL_PAGE });
    new CfnOutput(this, 'ApiUrl', { value: this.api.apiEndpoint });
    new CfnOutput(this, 'LiveUrl', { value: `${this.live.apiEndpoint}/${LIVE_STAGE}` });
    new CfnOutput(this, 'UserPoolId', { value: this.identity.pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: this.identity.page.userPoolClientId });
  }
}
