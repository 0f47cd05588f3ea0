import { Duration } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BucketEncryption, ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ENV } from '../../core/contract/env.ts';
import { acknowledge, patternFinding } from '../acknowledgements.ts';
import { OpsBucket } from './ops-bucket.ts';
import type { OpsFunction } from './ops-function.ts';
import { resourceOf } from './ops-role.ts';
import { SigningKey } from './signing-key.ts';

/** Where anchors go, and for how long they stay. */
export interface AuditAnchorsProps {
  readonly logs: OpsBucket;
  readonly retentionDays: number;
}

/**
 * The ends of the audit chains, outside the table: objects that nobody can alter or delete before their time (Object
 * Lock in compliance mode), each signed with a key that only the function `anchor` may sign with. None expires: the newest
 * of a chain that rests may be old, and is all that says where it ended.
 */
export class AuditAnchors extends Construct {
  readonly bucket: OpsBucket;
  readonly key: SigningKey;
  readonly #writing: ManagedPolicy;
  readonly #reading: ManagedPolicy;

  constructor(scope: Construct, id: string, { logs, retentionDays }: AuditAnchorsProps) {
    super(scope, id);
    this.bucket = new OpsBucket(this, 'Bucket', {
      encryption: BucketEncryption.KMS_MANAGED,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(retentionDays)),
      serverAccessLogsBucket: logs.asBucket(),
      serverAccessLogsPrefix: 'anchors/',
    });
    this.key = new SigningKey(this, 'Signature', {
      description: 'Signs the audit anchors of HMS-OPS.',
      variable: ENV.anchorKey,
    });
    this.#writing = this.#policy('Writing', 's3:PutObject');
    // Versions, so that a delete marker hides nothing.
    const list = new PolicyStatement({
      actions: ['s3:ListBucketVersions'],
      resources: [this.bucket.bucketArn],
    });
    this.#reading = this.#policy('Reading', 's3:GetObjectVersion', list);
  }

  /** Lets a function add anchors, signed, to those that it can read; never alter or remove one. */
  letAnchor(fn: OpsFunction): void {
    this.letVerify(fn);
    this.key.letSign(fn);
    fn.attach(this.#writing);
  }

  /** Lets a function read the anchors and check their signatures. */
  letVerify(fn: OpsFunction): void {
    this.key.letVerify(fn);
    fn.attach(this.#reading);
    fn.tell(ENV.anchorBucket, this.bucket.bucketName);
  }

  /** A policy about the anchors, which lives with them. */
  #policy(id: string, action: string, ...more: readonly PolicyStatement[]): ManagedPolicy {
    const objects = this.bucket.arnForObjects('anchors/*');
    const policy = new ManagedPolicy(this, id, {
      statements: [new PolicyStatement({ actions: [action], resources: [objects] }), ...more],
    });
    const resource = resourceOf(policy);
    acknowledge(resource, 'laterNames', [patternFinding(resource, objects)]);
    return policy;
  }
}
