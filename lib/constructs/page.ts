import type { HttpApi, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { OpsContext } from '../context.ts';
import { OpsBucket } from './ops-bucket.ts';
import { PageDistribution } from './page-distribution.ts';
import { securityHeaders } from './page-headers.ts';

/** What the page needs around it. */
export interface PageProps {
  readonly context: OpsContext;
  readonly accessLogs: OpsBucket;
  readonly api: HttpApi;
  readonly live: WebSocketApi;
  /** Where people sign in, e.g. `https://hms-ops-dev-1.auth.us-east-1.amazoncognito.com`. */
  readonly signInOrigin: string;
}

/** The page: its files in a private bucket that only the distribution reads, and the distribution before it. */
export class Page extends Construct {
  readonly bucket: OpsBucket;
  readonly edge: PageDistribution;
  /** Where people open the page, with a slash at its end. */
  readonly url: string;

  constructor(scope: Construct, id: string, { context, accessLogs, api, live, signInOrigin }: PageProps) {
    super(scope, id);
    this.bucket = new OpsBucket(this, 'Files', {
      encryption: BucketEncryption.S3_MANAGED,
      serverAccessLogsBucket: accessLogs.asBucket(),
      serverAccessLogsPrefix: 'page/',
    });
    this.edge = new PageDistribution(this, 'Edge', {
      context,
      page: this.bucket,
      accessLogs,
      api,
      live,
      headers: securityHeaders(this, 'Headers', signInOrigin),
    });
    this.url = `https://${context.domainName ?? this.edge.distribution.distributionDomainName}/`;
  }
}
