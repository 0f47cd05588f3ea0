import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** The key that logs and alarm messages of one environment are encrypted with. It turns over by itself each year. */
export class OpsKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, description: string) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const logs = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    // Source: CloudWatch Logs user guide, "Encrypt log data in CloudWatch Logs using AWS KMS".
    this.#letEncrypt(`logs.${Stack.of(this).region}.amazonaws.com`, {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logs },
    });
    // Source: Amazon SNS developer guide, "Enable compatibility between event sources and encrypted topics".
    this.#letEncrypt('cloudwatch.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
    });
  }

  #letEncrypt(service: string, conditions: Record<string, Record<string, string>>): void {
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(service)],
        actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        resources: ['*'],
        conditions,
      }),
    );
  }
}
