import { Match, Template } from 'aws-cdk-lib/assertions';
import { ENV } from '../../core/contract/env.ts';
import { rulePriorities } from '../../lib/constructs/entrance-rules.ts';
import { assembledApp } from './assembled-app.ts';

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/y';
const { fleet, controlPlane } = assembledApp({
  environment: 'test',
  publicServices: {
    portal: { host: 'grants.example.gov' },
    web: { host: 'www.example.gov', healthPath: '/up' },
  },
  publicCertificateArn: CERTIFICATE,
});
const template = Template.fromStack(fleet);

describe('the load balancer of public services', () => {
  it('is not there where no service is public, and neither are public subnets or a role of it', () => {
    const closed = Template.fromStack(assembledApp({ environment: 'test' }).fleet);
    closed.resourceCountIs('AWS::ElasticLoadBalancingV2::LoadBalancer', 0);
    closed.resourceCountIs('AWS::EC2::Subnet', 2);
    expect(JSON.stringify(closed.findResources('AWS::IAM::Role'))).not.toContain('"ecs.amazonaws.com"');
  });

  it('is called over TLS alone, and answers 404 for what is no host of ours', () => {
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::Listener', 1);
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 443,
      Protocol: 'HTTPS',
      Certificates: [{ CertificateArn: CERTIFICATE }],
      SslPolicy: Match.stringLikeRegexp('TLS13'),
      DefaultActions: [Match.objectLike({ Type: 'fixed-response' })],
    });
  });

  it('stands in public subnets in which nothing gets an address by itself', () => {
    template.resourceCountIs('AWS::EC2::Subnet', 4);
    template.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
    template.hasResourceProperties('AWS::EC2::Route', {
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: { Ref: Match.stringLikeRegexp('InternetGateway') },
    });
  });

  it.each([
    ['grants.example.gov', '/healthz'],
    ['www.example.gov', '/up'],
  ])('leads %s to the one group with weight, and knows another for its next version', (host, path) => {
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::ListenerRule', {
      Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: [host] } }],
      Actions: [
        {
          Type: 'forward',
          ForwardConfig: { TargetGroups: [Match.objectLike({ Weight: 1 }), Match.objectLike({ Weight: 0 })] },
        },
      ],
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      TargetType: 'ip',
      HealthCheckPath: path,
    });
  });

  it('is the only one that reaches tasks from outside, and reaches nothing else', () => {
    const rules = Object.values(template.findResources('AWS::EC2::SecurityGroup')).map(
      ({ Properties }) => Properties,
    );
    const fromEverywhere = rules.filter((group) =>
      JSON.stringify(group.SecurityGroupIngress ?? []).includes('0.0.0.0/0'),
    );
    expect(fromEverywhere).toHaveLength(1);
    expect(fromEverywhere[0].SecurityGroupIngress).toEqual([
      expect.objectContaining({ FromPort: 443, ToPort: 443 }),
    ]);
    expect(JSON.stringify(fromEverywhere[0].SecurityGroupEgress ?? [])).not.toContain('0.0.0.0/0');
    template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      DestinationSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('NetworkCalled'), 'GroupId'] },
    });
  });

  it('is altered by a role that only ECS takes, and that may touch these rules and groups alone', () => {
    const policies = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    const altering = policies.filter(({ Action }) =>
      /elasticloadbalancing:(Modify|Reg)/.test(JSON.stringify(Action)),
    );
    expect(altering).toHaveLength(2);
    for (const { Resource } of altering) expect(JSON.stringify(Resource)).not.toContain('*');
  });

  it('is what reconcile is told of, and whose role it may hand to ECS alone', () => {
    const plane = Template.fromStack(controlPlane);
    const told = Object.values(plane.findResources('AWS::Lambda::Function'))
      .map(({ Properties }) => JSON.stringify(Properties.Environment))
      .filter((environment) => environment.includes(ENV.fleet));
    expect(told).toHaveLength(1);
    for (const name of ['entrance', 'portal', 'web', 'targetGroup', 'alternate', 'rule'])
      expect(told[0]).toContain(name);
    const passes = Object.values(plane.findResources('AWS::IAM::ManagedPolicy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => Action === 'iam:PassRole')
      .map(({ Condition }) => Condition.StringEquals['iam:PassedToService']);
    expect(passes.sort()).toEqual([
      'ecs-tasks.amazonaws.com',
      'ecs.amazonaws.com',
      'scheduler.amazonaws.com',
    ]);
  });
});

describe('the priorities of rules', () => {
  it('stay as they are when services come and go, and are all different', () => {
    const many = Array.from({ length: 500 }, (_, i) => `service-${i}`);
    const all = rulePriorities(many);
    expect(new Set(all.values()).size).toBe(500);
    expect(Math.min(...all.values())).toBeGreaterThanOrEqual(1);
    expect(Math.max(...all.values())).toBeLessThanOrEqual(50_000);
    expect(rulePriorities(['portal']).get('portal')).toBe(
      rulePriorities(['portal', 'web', 'api']).get('portal'),
    );
  });
});
