import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { Route } from '../../core/contract/routes/route.ts';
import { API_PREFIX, ROUTES } from '../../core/contract/routes.ts';
import { SERVED_ROUTES } from '../../core/contract/served-routes.ts';
import { ControlPlaneStack } from '../../lib/stacks/control-plane-stack.ts';
import { StateStack } from '../../lib/stacks/state-stack.ts';

const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
const state = new StateStack(app, 'State');
const controlPlane = new ControlPlaneStack(app, 'ControlPlane', {
  table: state.table,
  environment: 'test',
  timeZone: 'Europe/Berlin',
});
const stateTemplate = Template.fromStack(state);
const template = Template.fromStack(controlPlane);

describe('the stack that holds state', () => {
  it('has one table with both secondary orders, a stream for the outbox, and forgetting by ttl', () => {
    stateTemplate.resourceCountIs('AWS::DynamoDB::GlobalTable', 1);
    stateTemplate.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: ['gsi1', 'gsi2'].map((IndexName) =>
        Match.objectLike({ IndexName, Projection: { ProjectionType: 'ALL' } }),
      ),
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    });
  });

  it('can be restored to any second, and outlives its stack', () => {
    stateTemplate.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      Properties: {
        Replicas: [
          Match.objectLike({
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          }),
        ],
      },
    });
  });
});

describe('the stack of the API', () => {
  it('registers exactly the served routes of the route table', () => {
    const served = SERVED_ROUTES.map((name): Route => ROUTES[name]).map(
      ({ method, path }) => `${method} ${API_PREFIX}${path}`,
    );
    const registered = Object.values(template.findResources('AWS::ApiGatewayV2::Route'));
    expect(registered.map(({ Properties }) => Properties.RouteKey).sort()).toEqual(served.sort());
  });

  it('checks the token of every call before a function runs', () => {
    template.allResourcesProperties('AWS::ApiGatewayV2::Route', { AuthorizationType: 'JWT' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
    });
  });

  it('lets nobody sign up alone, and asks everybody for a second factor', () => {
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
    });
  });

  it('runs functions on arm64 and a current Node, and tells them where the table is', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      Environment: { Variables: { HMSOPS_TABLE: Match.anyValue() } },
    });
  });

  it('gives the API function the table and nothing of the platform', () => {
    const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    const services = statements
      .flatMap(({ Action }) => [Action].flat())
      .map((action: string) => action.split(':')[0]);
    expect(new Set(services)).toEqual(new Set(['dynamodb', 'logs', 'xray']));
  });

  it('raises an alarm that names its section of the operations guide', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: Match.stringLikeRegexp('docs/operations\\.md#api'),
      Threshold: 1,
    });
  });
});
