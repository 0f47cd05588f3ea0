import { join } from 'node:path';
import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { type BundlingOptions, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface OpsFunctionProps {
  /** What it does, in one sentence; shown in the Lambda console. */
  readonly description: string;
  /**
   * Longest run before Lambda stops it.
   * @default - 10 seconds
   */
  readonly timeout?: Duration;
}

/**
 * A Lambda of the control plane: `lambdas/<id>.lambda.ts`, with a role of its own and the settings all of them share.
 * One error in five minutes raises `errors`.
 */
export class OpsFunction extends Construct {
  readonly fn: NodejsFunction;
  readonly errors: Alarm;

  constructor(scope: Construct, id: string, props: OpsFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray knows no resources; every other permission names its own.',
    });
    this.fn = new NodejsFunction(this, 'Function', {
      entry: join(import.meta.dirname, `../../lambdas/${id}.lambda.ts`),
      description: props.description,
      role,
      logGroup,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: props.timeout ?? Duration.seconds(10),
      tracing: Tracing.ACTIVE,
      bundling: BUNDLING,
    });
    this.errors = this.fn.metricErrors({ period: Duration.minutes(5) }).createAlarm(this, 'Errors', {
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      alarmDescription: `${id} failed. See docs/operations.md#${id}`,
    });
  }
}

/** One small ES module. The banner's names are long on purpose: short ones collide with minified ones. */
const BUNDLING: BundlingOptions = {
  format: OutputFormat.ESM,
  target: 'node24',
  minify: true,
  sourceMap: true,
  bundleAwsSDK: true,
  mainFields: ['module', 'main'],
  banner: [
    "import { createRequire as bundleCreateRequire } from 'node:module';",
    'const require = bundleCreateRequire(import.meta.url);',
  ].join(''),
};
