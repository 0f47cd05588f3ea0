import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  CfnBucket,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledgements.ts';

/** How long access logs are kept. */
const LOG_DAYS = 90;

/** A private, versioned bucket that takes TLS only and outlives its stack. */
export class OpsBucket extends Bucket {
  constructor(scope: Construct, id: string, props: BucketProps) {
    super(scope, id, {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      ...props,
    });
    acknowledge(this.resource(), 'oneRegion', ['NIST.800.53.R5-S3BucketReplicationEnabled']);
    if (props.encryption === BucketEncryption.S3_MANAGED)
      acknowledge(this.resource(), 's3Keys', ['NIST.800.53.R5-S3DefaultEncryptionKMS']);
  }

  /** The bucket as the properties of other constructs want it. */
  asBucket(): IBucket {
    return this as IBucket; // safe: the interface only writes `isWebsite?: boolean` where the class says `| undefined`
  }

  /** The CloudFormation resource of the bucket. */
  resource(): CfnBucket {
    const { defaultChild } = this.node;
    if (defaultChild instanceof CfnBucket) return defaultChild;
    throw new Error('A bucket has no resource of its own; the CDK has changed.');
  }
}

/** The bucket that the access logs of buckets and of the distribution go to. */
export function accessLogBucket(scope: Construct, id: string): OpsBucket {
  return new OpsBucket(scope, id, {
    encryption: BucketEncryption.S3_MANAGED,
    // CloudFront's standard logging writes with an ACL. Source: CloudFront developer guide, "Standard logging (legacy)".
    objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
    lifecycleRules: [{ expiration: Duration.days(LOG_DAYS), noncurrentVersionExpiration: Duration.days(1) }],
  });
}
