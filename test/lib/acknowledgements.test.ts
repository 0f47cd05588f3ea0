import { CfnResource, Validations } from 'aws-cdk-lib';
import { REASONS } from '../../lib/acknowledgements.ts';
import { NAG_PACKS, nagPacks } from '../../lib/nag-packs.ts';
import { assembledApp } from './assembled-app.ts';

const { app } = assembledApp({ environment: 'test' });

/** What was acknowledged, and where. */
const acknowledged = app.node
  .findAll()
  .flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) =>
        Object.entries<string>(data).map(([rule, reason]) => ({ construct, rule, reason })),
      ),
  );

describe('cdk-nag', () => {
  it.each(nagPacks(app))('finds nothing in any stack: $packName', (pack) => {
    expect(pack.validateScope(app).violations).toEqual([]);
  });

  it.each(nagPacks(app))('finds nothing where every choice is made otherwise: $packName', (pack) => {
    const choices = {
      environment: 'other',
      account: '123456789012',
      region: 'eu-central-1',
      vpcId: 'vpc-0123',
      subnetIds: 'subnet-1,subnet-2',
      domainName: 'ops.example.gov',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/x',
      webAclArn: 'arn:aws:wafv2:us-east-1:123456789012:global/webacl/x/y',
      alarmEmail: 'ops@example.gov',
      policyAgentImage: 'openpolicyagent/opa:1.21.3',
      policyBundleKey: '-----BEGIN PUBLIC KEY-----',
      blockedCountries: '',
      publicServices: '{"portal":{"host":"grants.example.gov"}}',
      publicSubnetIds: 'subnet-3,subnet-4',
      publicCertificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/y',
    };
    expect(pack.validateScope(assembledApp(choices).app).violations).toEqual([]);
  });

  it.each(nagPacks(app))(
    'finds nothing where the public calls services in a VPC of our own: $packName',
    (pack) => {
      const choices = {
        environment: 'open',
        publicServices: { portal: { host: 'grants.example.gov' }, web: { host: 'www.example.gov' } },
        publicCertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/y',
        publicWebAclArn: 'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/x/y',
      };
      expect(pack.validateScope(assembledApp(choices).app).violations).toEqual([]);
    },
  );

  it('runs the packs that people ask for', () => {
    expect(nagPacks(app)).toHaveLength(NAG_PACKS.length);
  });

  it('is contradicted for at most ten reasons, each a sentence', () => {
    const reasons = Object.values<string>(REASONS);
    expect(reasons.length).toBeLessThanOrEqual(10);
    expect(reasons.filter((reason) => !/^[A-Z].{30,}\.$/.test(reason))).toEqual([]);
  });

  it('is contradicted on single resources only, for one of those reasons', () => {
    const known: readonly string[] = Object.values(REASONS);
    const ours = acknowledged.filter(({ rule }) => /AwsSolutions-|Serverless-|NIST\.800/.test(rule));
    expect(ours.length).toBeGreaterThan(0);
    const wide = ours.filter(({ construct }) => !(construct instanceof CfnResource));
    expect(wide.map(({ construct }) => construct.node.path)).toEqual([]);
    expect(ours.filter(({ reason }) => !known.includes(reason)).map(({ rule }) => rule)).toEqual([]);
  });
});
