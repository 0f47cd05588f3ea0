import { RootConstruct } from 'constructs';
import { readContext } from '../../lib/context.ts';

const contextOf = (context: Readonly<Record<string, unknown>>) => {
  const root = new RootConstruct();
  for (const [key, value] of Object.entries(context)) root.node.setContext(key, value);
  return readContext(root);
};

describe('the choices of an environment', () => {
  it('all have a default that works', () => {
    expect(contextOf({})).toMatchObject({ environment: 'dev', timeZone: 'UTC', dashboard: true });
  });

  it('may come as text, as on the command line', () => {
    const text = {
      dashboard: 'false',
      requestsPerSec: '50',
      blockedCountries: 'KP, SY',
      governanceKeys: '{"a":"b"}',
    };
    expect(contextOf(text)).toMatchObject({
      dashboard: false,
      requestsPerSec: 50,
      blockedCountries: ['KP', 'SY'],
      governanceKeys: { a: 'b' },
    });
  });

  it.each([
    ['timezone', 'timeZone'],
    ['enviroment', 'environment'],
    ['vpcID', 'vpcId'],
  ])('a typo ends the synthesis and is told the nearest name: %s', (typo, meant) => {
    expect(() => contextOf({ [typo]: 'x' })).toThrow(
      `The context key ${typo} is unknown. Did you mean ${meant}?`,
    );
  });

  it('a key that is like no other is told all there are', () => {
    expect(() => contextOf({ colour: 'red' })).toThrow(/colour is unknown. Known are account, .*webAclArn\./);
  });

  it.each([
    ['environment', 'Prod!'],
    ['timeZone', 'Mars/Olympus'],
    ['logRetentionDays', '42'],
    ['maxTaskCpuUnits', '999999'],
    ['governanceKeys', 'not json'],
    ['account', '12'],
    ['policyBundleKey', 'arn:aws:kms:us-east-1:123456789012:key/x'],
  ])('an impossible value ends the synthesis and names its key: %s', (key, value) => {
    expect(() => contextOf({ [key]: value })).toThrow(`The context key ${key} cannot be used`);
  });

  it.each(['vpcId', 'domainName', 'policyAgentImage'])(
    'one of two that belong together is refused: %s',
    (key) => {
      const values = {
        vpcId: 'vpc-0123',
        domainName: 'ops.example.gov',
        policyAgentImage: 'openpolicyagent/opa:1.21.3',
      };
      const value = Reflect.get(values, key);
      expect(() => contextOf({ [key]: value })).toThrow(/are given together or not at all/);
    },
  );

  it.each([
    ['a certificate', { publicServices: '{"portal":{"host":"grants.example.gov"}}' }, 'publicCertificateArn'],
    [
      'public subnets in a VPC that exists',
      {
        publicServices: { portal: { host: 'grants.example.gov' } },
        publicCertificateArn: 'arn:aws:acm:x',
        vpcId: 'vpc-0123',
        subnetIds: 'subnet-1',
      },
      'publicSubnetIds',
    ],
  ])('public services need %s', (_what, context, key) => {
    expect(() => contextOf(context)).toThrow(`The context key publicServices needs ${key}`);
  });

  it.each([
    '{"portal":{"host":"http://grants.example.gov"}}',
    '{"Portal!":{"host":"grants.example.gov"}}',
    '{"portal":{}}',
  ])('public services that cannot be reached end the synthesis: %s', (publicServices) => {
    expect(() => contextOf({ publicServices })).toThrow('The context key publicServices.');
  });

  it('leaves the keys of the CDK alone', () => {
    const own = {
      '@aws-cdk/core:x': true,
      'aws:cdk:y': [],
      'cli-telemetry': false,
      'availability-zones:a': 1,
    };
    expect(() => contextOf(own)).not.toThrow();
  });
});
