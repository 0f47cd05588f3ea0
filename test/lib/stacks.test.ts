import { Match, Template } from 'aws-cdk-lib/assertions';
import { API_PREFIX } from '../../core/contract/api-prefix.ts';
import { TASK_ROUTES } from '../../core/contract/functions.ts';
import type { Route } from '../../core/contract/routes/route.ts';
import { ROUTES } from '../../core/contract/routes.ts';
import { assembledApp } from './assembled-app.ts';

const { state, dashboard, controlPlane } = assembledApp({ environment: 'test', timeZone: 'Europe/Berlin' });
const stateTemplate = Template.fromStack(state);
const dashboardTemplate = Template.fromStack(dashboard);
const template = Template.fromStack(controlPlane);

describe('the stack that holds state', () => {
  it('has one table with both secondary orders, a stream for the outbox, and forgetting by ttl', () => {
    stateTemplate.resourceCountIs('AWS::DynamoDB::GlobalTable', 1);
    stateTemplate.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
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

  it('keeps audit anchors where nobody can delete them before their time', () => {
    stateTemplate.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        ObjectLockEnabled: true,
        ObjectLockConfiguration: {
          Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } },
        },
        VersioningConfiguration: { Status: 'Enabled' },
      },
    });
  });

  it('signs anchors and bundles with keys that never leave KMS', () => {
    const signing = stateTemplate.findResources('AWS::KMS::Key', {
      Properties: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
    });
    expect(Object.keys(signing)).toHaveLength(2);
  });

  it('refers to no other stack', () => {
    expect(state.dependencies).toEqual([]);
  });
});

describe('the routes of the API', () => {
  const routes = Object.values(template.findResources('AWS::ApiGatewayV2::Route')).map(
    ({ Properties }) => Properties,
  );
  const http = routes.filter(({ RouteKey }) => !RouteKey.startsWith('$'));
  const keyOf = ({ method, path }: Route) => `${method} ${API_PREFIX}${path}`;

  it('are exactly those of the route table', () => {
    const table = Object.values<Route>(ROUTES).map(keyOf);
    expect(http.map(({ RouteKey }) => RouteKey).sort()).toEqual(table.sort());
  });

  it('ask people for a token before a function runs, and tasks for the signature of their role', () => {
    const ofTasks = TASK_ROUTES.map((name) => keyOf(ROUTES[name]));
    for (const { RouteKey, AuthorizationType } of http)
      expect([RouteKey, AuthorizationType]).toEqual([
        RouteKey,
        ofTasks.includes(RouteKey) ? 'AWS_IAM' : 'JWT',
      ]);
  });
});

describe('who may sign in', () => {
  it('is nobody by themselves, and everybody with a second factor', () => {
    dashboardTemplate.hasResourceProperties('AWS::Cognito::UserPool', {
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'ON',
    });
  });
});

describe('every function', () => {
  it('runs on arm64 and a current Node, inside the network, and knows its environment', () => {
    template.allResourcesProperties('AWS::Lambda::Function', {
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      VpcConfig: Match.objectLike({ SecurityGroupIds: Match.anyValue() }),
      Environment: {
        Variables: Match.objectLike({ HMSOPS_ENVIRONMENT: 'test', HMSOPS_TIME_ZONE: 'Europe/Berlin' }),
      },
    });
  });
});
