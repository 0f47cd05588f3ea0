import {
  CreateSecretCommand,
  DeleteSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { openSecrets } from '../../../adapters/aws/aws-secrets.ts';
import { describeSecrets } from '../secrets.contract.ts';

const manager = new SecretsManagerClient({});
const ssm = new SSMClient({});
const NAME = `portal-${process.pid}/token`;

async function openSecret(environment = 'test') {
  const made = await manager.send(
    new CreateSecretCommand({
      Name: `${NAME}-${Date.now()}`,
      SecretString: 's',
      Tags: [{ Key: 'hms:environment', Value: environment }],
    }),
  );
  const arn = made.ARN ?? '';
  const [, , , region = '', account = ''] = arn.split(':');
  return {
    secrets: openSecrets({ region, account, environment: 'test' }),
    arn,
    place: `${region}:${account}`,
  };
}

describeSecrets('Secrets Manager', openSecret);

describeSecrets('Parameter Store', async () => {
  const { secrets, place } = await openSecret();
  await ssm.send(
    new PutParameterCommand({ Name: `/${NAME}`, Value: 'v', Type: 'SecureString', Overwrite: true }),
  );
  return { secrets, arn: `arn:aws:ssm:${place}:parameter/${NAME}` };
});

describe('a secret of another environment', () => {
  it('is not for tasks of this one', async () => {
    const { secrets, arn } = await openSecret('prod');
    expect(await secrets.check(arn)).toBe('unreadable');
  });
});

describe('a secret that is scheduled for deletion', () => {
  it('is missing', async () => {
    const { secrets, arn } = await openSecret();
    await manager.send(new DeleteSecretCommand({ SecretId: arn, RecoveryWindowInDays: 7 }));
    expect(await secrets.check(arn)).toBe('missing');
  });
});
