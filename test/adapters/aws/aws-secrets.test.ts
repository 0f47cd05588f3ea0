import {
  DescribeSecretCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  SecretsManagerServiceException,
} from '@aws-sdk/client-secrets-manager';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { AwsSecrets } from '../../../adapters/aws/aws-secrets.ts';
import { describeSecrets } from '../secrets.contract.ts';

const secretsManager = mockClient(SecretsManagerClient);
const ssm = mockClient(SSMClient);
const OWN = { account: '123456789012', region: 'us-east-1', environment: 'test' };
const Tags = [{ Key: 'hms:environment', Value: 'test' }];
const secrets = new AwsSecrets({
  ...OWN,
  secretsManager: new SecretsManagerClient({}),
  ssm: new SSMClient({}),
});
const SECRET = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:portal/db-AbCdEf';
const PARAMETER = 'arn:aws:ssm:us-east-1:123456789012:parameter/portal/token';
const calls = () => [...secretsManager.calls(), ...ssm.calls()];
const refusal = (name: string) =>
  new SecretsManagerServiceException({ name, $fault: 'client', $metadata: {}, message: name });

function answer() {
  secretsManager.reset();
  ssm.reset();
  secretsManager
    .on(DescribeSecretCommand)
    .rejects(new ResourceNotFoundException({ $metadata: {}, message: 'none' }))
    .on(DescribeSecretCommand, { SecretId: SECRET })
    .resolves({ ARN: SECRET, Tags });
  ssm.on(DescribeParametersCommand).callsFake(({ ParameterFilters }) => ({
    Parameters: ['/portal/token', 'plain'].filter((name) => ParameterFilters[0].Values.includes(name)),
  }));
}
beforeEach(answer);

describe('with AWS answering', () => {
  beforeAll(answer);
  describeSecrets('Secrets Manager', async () => ({ secrets, arn: SECRET }));
  describeSecrets('Parameter Store', async () => ({ secrets, arn: PARAMETER }));
});

describe('secrets and parameters of AWS', () => {
  it.each([
    ['a JSON key', `${SECRET}:password::`],
    ['a version', `${SECRET}:::11111111-2222-3333-4444-555555555555`],
  ])('are looked up without %s, which only tasks may read', async (_what, arn) => {
    expect(await secrets.check(arn)).toBe('exists');
    expect(secretsManager.commandCalls(DescribeSecretCommand)[0]?.args[0].input).toEqual({
      SecretId: SECRET,
    });
  });

  it.each([
    ['no tag', []],
    ['the tag of another environment', [{ Key: 'hms:environment', Value: 'prod' }]],
  ])('are not for tasks to read with %s', async (_what, tags) => {
    secretsManager.on(DescribeSecretCommand, { SecretId: SECRET }).resolves({ ARN: SECRET, Tags: tags });
    expect(await secrets.check(SECRET)).toBe('unreadable');
  });

  it('are missing once they are scheduled for deletion', async () => {
    secretsManager.on(DescribeSecretCommand, { SecretId: SECRET }).resolves({ DeletedDate: new Date(0) });
    expect(await secrets.check(SECRET)).toBe('missing');
  });

  it('are found with and without a slash before a name of one part', async () => {
    expect(await secrets.check('arn:aws:ssm:us-east-1:123456789012:parameter/plain')).toBe('exists');
  });

  it('are found on a later page', async () => {
    ssm
      .on(DescribeParametersCommand)
      .resolvesOnce({ Parameters: [], NextToken: 'more' })
      .resolves({ Parameters: [{ Name: '/portal/token' }] });
    expect(await secrets.check(PARAMETER)).toBe('exists');
    expect(ssm.commandCalls(DescribeParametersCommand)[1]?.args[0].input.NextToken).toBe('more');
  });

  it.each([
    SECRET.replace('123456789012', '999999999999'),
    SECRET.replace('us-east-1', 'eu-west-1'),
    PARAMETER.replace('123456789012', '999999999999'),
    'arn:aws:s3:::bucket',
  ])('are not asked for outside of the own account and region: %s', async (arn) => {
    expect(await secrets.check(arn)).toBe('unknown');
    expect(calls()).toEqual([]);
  });

  it('are unknown where we may not ask', async () => {
    secretsManager.on(DescribeSecretCommand, { SecretId: SECRET }).rejects(refusal('AccessDeniedException'));
    expect(await secrets.check(SECRET)).toBe('unknown');
  });

  it('are neither missing nor unknown while AWS does not answer', async () => {
    secretsManager.on(DescribeSecretCommand, { SecretId: SECRET }).rejects(refusal('ThrottlingException'));
    await expect(secrets.check(SECRET)).rejects.toMatchObject({ code: 'platform.unavailable' });
  });
});
