import { AssetHashType, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  BucketDeployment,
  type BucketDeploymentProps,
  CacheControl,
  type ISource,
  Source,
} from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { PageConfigInput } from '../../core/contract/page-config.ts';
import { acknowledge } from '../acknowledgements.ts';
import type { FunctionHost } from './function-host.ts';
import { opsLogGroup } from './log-group.ts';
import { OpsRole } from './ops-role.ts';
import type { Page } from './page.ts';
import { BUILD_PAGE, PAGE_FOLDER } from './page-build.ts';

/** Which page, who copies its files, and how people sign in to it. */
export interface PageFilesProps {
  readonly page: Page;
  readonly host: FunctionHost;
  /** What stands in `/config.json`. */
  readonly config: PageConfigInput;
}

/**
 * The built page in its bucket. Files whose names carry their hash are kept by browsers for a year; the document and its
 * configuration are asked for each time, and forgotten by the distribution with every deployment.
 */
export class PageFiles extends Construct {
  readonly #props: PageFilesProps;
  readonly #role: OpsRole;
  readonly #logs: LogGroup;

  constructor(scope: Construct, id: string, props: PageFilesProps) {
    super(scope, id);
    this.#props = props;
    this.#logs = opsLogGroup(this, 'Logs', props.host.logs);
    this.#role = this.#copyist();
    const built = Source.asset(PAGE_FOLDER, { bundling: BUILD_PAGE, assetHashType: AssetHashType.OUTPUT });
    const files = this.#deploy('Hashed', {
      sources: [this.#readable(built)],
      exclude: ['*'],
      include: ['assets/*'],
      cacheControl: [
        CacheControl.setPublic(),
        CacheControl.maxAge(Duration.days(365)),
        CacheControl.immutable(),
      ],
    });
    const document = this.#deploy('Document', {
      sources: [built, Source.jsonData('config.json', props.config)].map((s) => this.#readable(s)),
      exclude: ['assets/*'],
      cacheControl: [CacheControl.noCache()],
      distributionPaths: ['/index.html', '/config.json', '/'],
    });
    document.node.addDependency(files); // the document names files that must be there
    this.#harden();
  }

  #deploy(
    id: string,
    files: Pick<
      BucketDeploymentProps,
      'sources' | 'exclude' | 'include' | 'cacheControl' | 'distributionPaths'
    >,
  ): BucketDeployment {
    const { page, host } = this.#props;
    const { vpc, subnets, functions } = host.network;
    const deployment = new BucketDeployment(this, id, {
      ...files,
      ...(files.distributionPaths && { distribution: page.edge.distribution }),
      destinationBucket: page.bucket.asBucket(),
      prune: false,
      role: this.#role.withoutPolicyUpdates(),
      vpc,
      vpcSubnets: { subnets: [...subnets] },
      securityGroups: [functions],
      logGroup: this.#logs,
    });
    deployment.node.addDependency(this.#role);
    if (page.bucket.policy) deployment.node.addDependency(page.bucket.policy);
    return deployment;
  }

  /** Who copies: it may write the page's files and nothing else. The bucket says so itself. */
  #copyist(): OpsRole {
    const { page, host } = this.#props;
    const role = new OpsRole(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [host.policy],
      description: 'Copies the files of the page of HMS-OPS in a deployment.',
    });
    this.#logs.grantWrite(role);
    role.allow(
      new PolicyStatement({
        actions: ['cloudfront:CreateInvalidation', 'cloudfront:GetInvalidation'],
        resources: [page.edge.distribution.distributionArn],
      }),
    );
    const { bucket } = page;
    const allow = (actions: string[], resources: string[]) =>
      new PolicyStatement({ principals: [role], actions, resources });
    bucket.addToResourcePolicy(allow(['s3:ListBucket', 's3:GetBucketTagging'], [bucket.bucketArn]));
    bucket.addToResourcePolicy(allow(['s3:GetObject', 's3:PutObject'], [bucket.arnForObjects('*')]));
    return role;
  }

  /** The source, and the right to read its one archive. */
  #readable(source: ISource): ISource {
    return {
      bind: (scope, context) => {
        const config = source.bind(scope, context);
        this.#role.allow(
          new PolicyStatement({
            actions: ['s3:GetObject'],
            resources: [config.bucket.arnForObjects(config.zipObjectKey)],
          }),
        );
        return config;
      },
    };
  }

  /** The CDK's function gets what every other one has. */
  #harden(): void {
    const { failedCalls } = this.#props.host;
    for (const fn of Stack.of(this).node.findAll()) {
      if (!(fn instanceof CfnFunction) || !fn.node.path.includes('CDKBucketDeployment')) continue;
      fn.reservedConcurrentExecutions = 2;
      fn.deadLetterConfig = { targetArn: failedCalls.queueArn };
      fn.tracingConfig = { mode: 'Active' };
      acknowledge(fn, 'cdkFunction', ['AwsSolutions-L1', 'Serverless-LambdaLatestVersion']);
    }
  }
}
