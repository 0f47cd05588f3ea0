import { readFileSync } from 'node:fs';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { ENV } from '../../core/contract/env.ts';
import { MOVING_EVENTS } from '../../core/react.ts';
import { assembledApp } from './assembled-app.ts';

const { fleet, dashboard, controlPlane, operations } = assembledApp({ environment: 'test' });
const open = assembledApp({
  environment: 'open',
  publicServices: {
    portal: { host: 'grants.example.gov' },
    web: { host: 'www.example.gov', healthPath: '/up' },
  },
  publicCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/y',
});
const template = Template.fromStack(controlPlane);
const page = Template.fromStack(dashboard);

const hasFleet = (environment: string) => environment.includes(ENV.fleet);

describe('work that waits', () => {
  it('stands in queues that take TLS only and have dead letters of their own', () => {
    const queues = Object.entries(template.findResources('AWS::SQS::Queue'));
    const policies = JSON.stringify(template.findResources('AWS::SQS::QueuePolicy'));
    expect(queues.length).toBeGreaterThan(8);
    for (const [id, { Properties }] of queues) {
      expect([id, Properties.RedrivePolicy?.maxReceiveCount]).toEqual([id, expect.any(Number)]);
      expect(policies).toContain(`"${id}"`);
    }
    const denied = Object.values(template.findResources('AWS::SQS::QueuePolicy')).filter((policy) =>
      JSON.stringify(policy).includes('"aws:SecureTransport":"false"'),
    );
    expect(denied).toHaveLength(queues.length);
  });

  it('is read with a bound, and each message that fails comes again alone', () => {
    const mappings = Object.values(template.findResources('AWS::Lambda::EventSourceMapping')).map(
      ({ Properties }) => Properties,
    );
    const [queues, streams] = [mappings.filter(isQueue), mappings.filter((one) => !isQueue(one))];
    expect([queues.length, streams.length]).toEqual([4, 2]);
    for (const one of queues)
      expect(one).toMatchObject({
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: expect.any(Number) },
      });
    for (const one of streams)
      expect(one).toMatchObject({
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BisectBatchOnFunctionError: true,
        DestinationConfig: { OnFailure: { Destination: expect.anything() } },
        MaximumRetryAttempts: 10,
      });
  });
});

describe('events', () => {
  const rules = Object.values(template.findResources('AWS::Events::Rule')).map(
    ({ Properties }) => Properties,
  );
  const ruleOf = (source: string, detailType: string) =>
    rules.find(
      ({ EventPattern }) =>
        EventPattern.source.includes(source) && EventPattern['detail-type'].includes(detailType),
    );

  it.each(MOVING_EVENTS)('of the product that something reacts to reach reconcile: %s', (name) => {
    const pattern = ruleOf('hms.ops', name)?.EventPattern;
    expect(pattern).toBeDefined();
    expect(pattern.detail).toBeUndefined();
  });

  it.each([
    ['ECS Task State Change', { clusterArn: [expect.anything()] }],
    ['ECS Service Action', { clusterArn: [expect.anything()] }],
    ['ECS Deployment State Change', undefined],
    ['ECS Hook State Change', { clusterArn: [expect.anything()] }],
  ])('of ECS come from the cluster alone: %s', (detailType, detail) => {
    const pattern = ruleOf('aws.ecs', detailType)?.EventPattern;
    expect(pattern.detail).toEqual(detail);
    if (!detail) expect(JSON.stringify(pattern.resources)).toContain('service/hms-ops-test/');
  });

  it('of alarms come from services of the environment alone', () => {
    const pattern = ruleOf('aws.cloudwatch', 'CloudWatch Alarm State Change')?.EventPattern;
    expect(pattern.detail).toEqual({ alarmName: [{ prefix: 'hms/test/' }] });
  });

  it('of the Governance Layer bring policies', () => {
    expect(ruleOf('hms.governance', 'policy.approved')).toBeDefined();
  });

  it('that cannot be delivered are kept', () => {
    for (const { Targets } of rules) expect(Targets[0].DeadLetterConfig.Arn).toBeDefined();
  });
});

describe('the clock', () => {
  it.each([
    ['Tick', 'rate(1 minute)'],
    ['Sweep', 'rate(1 minute)'],
    ['Anchor', 'rate(5 minutes)'],
  ])('keeps the schedule %s, with dead letters', (_, expression) => {
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpression: expression,
      Target: Match.objectLike({ DeadLetterConfig: { Arn: Match.anyValue() } }),
    });
  });

  it('lets jobs have schedules of their own, in a group that holds nothing else', () => {
    template.resourceCountIs('AWS::Scheduler::ScheduleGroup', 2);
  });

  it('runs a night as a distributed map', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineName: 'hms-ops-test-night',
      Definition: {
        States: { Chunks: { ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' } } } },
      },
    });
  });
});

describe('the page', () => {
  it('is private, and read by its distribution alone', () => {
    page.hasResourceProperties('AWS::CloudFront::OriginAccessControl', Match.anyValue());
    page.allResourcesProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
    });
  });

  it('shares its origin with the API and the WebSocket, of which nothing is kept', () => {
    const [distribution] = Object.values(page.findResources('AWS::CloudFront::Distribution'));
    const behaviours = distribution?.['Properties'].DistributionConfig.CacheBehaviors;
    expect(behaviours.map(({ PathPattern }: { PathPattern: string }) => PathPattern)).toEqual([
      '/api/v1/live',
      '/api/*',
    ]);
    for (const { CachePolicyId } of behaviours)
      expect(CachePolicyId).toBe('4135ea2d-6df8-44a3-9df3-4b5a84be39ad');
  });

  it('runs no script but its own files, is framed by nobody, and is asked for over TLS for two years', () => {
    const [policies] = Object.values(page.findResources('AWS::CloudFront::ResponseHeadersPolicy'));
    const headers = policies?.['Properties'].ResponseHeadersPolicyConfig.SecurityHeadersConfig;
    const policy = JSON.stringify(headers.ContentSecurityPolicy.ContentSecurityPolicy);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers.StrictTransportSecurity.AccessControlMaxAgeSec).toBe(63_072_000);
  });

  it('is left out where nobody wants it, and everything else stands', () => {
    const without = assembledApp({ environment: 'test', dashboard: false });
    Template.fromStack(without.dashboard).resourceCountIs('AWS::CloudFront::Distribution', 0);
    Template.fromStack(without.controlPlane).resourceCountIs('AWS::ApiGatewayV2::Stage', 2);
  });
});

describe('where tasks run', () => {
  it('is a cluster with enhanced insights, in subnets without a way in', () => {
    const network = Template.fromStack(fleet);
    network.hasResourceProperties('AWS::ECS::Cluster', {
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enhanced' }],
    });
    network.allResourcesProperties('AWS::EC2::Subnet', { MapPublicIpOnLaunch: false });
  });

  it('gives every task the policy agent that the environment chose, and the key that it verifies by', () => {
    const choices = {
      policyAgentImage: 'openpolicyagent/opa:1.21.3',
      policyBundleKey: '-----BEGIN PUBLIC KEY-----',
      policyBundles: 'job-training-grant',
    };
    const chosen = assembledApp({ environment: 'test', ...choices }).controlPlane;
    const functions = Object.values(Template.fromStack(chosen).findResources('AWS::Lambda::Function'));
    const told = functions.map(({ Properties }) => JSON.stringify(Properties.Environment)).filter(hasFleet);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('policyAgentUrl');
    for (const choice of Object.entries(choices).flat()) expect(told[0]).toContain(choice);
  });
});

describe('alarms', () => {
  const alarms = [operations, open.operations].flatMap((stack) =>
    Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm')),
  );
  const headings = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^### (.+)$/gm)].map(
    ([, name]) => name,
  );

  it('each tell somebody, and each name a section of the runbook that stands', () => {
    expect(alarms.length).toBeGreaterThan(100);
    for (const { Properties } of alarms) {
      expect(Properties.AlarmActions).toHaveLength(1);
      const [, heading] = /docs\/runbook\.md#([\w-]+)$/.exec(Properties.AlarmDescription) ?? [];
      expect(headings).toContain(heading);
    }
  });

  it('are all that the runbook speaks of', () => {
    const named = alarms.map(({ Properties }) => Properties.AlarmDescription.split('#').at(-1));
    expect(headings.filter((heading) => !named.includes(heading))).toEqual([]);
  });

  it('never have the name of an alarm of a service', () => {
    for (const { Properties } of alarms) expect(Properties.AlarmName).toMatch(/^hms-ops-(test|open)-/);
  });
});

function isQueue(mapping: { readonly StartingPosition?: string }): boolean {
  return mapping.StartingPosition === undefined;
}
