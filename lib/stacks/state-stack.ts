import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ENV } from '../../core/contract/env.ts';
import { AuditAnchors } from '../constructs/audit-anchors.ts';
import { accessLogBucket, type OpsBucket } from '../constructs/ops-bucket.ts';
import { OpsKey } from '../constructs/ops-key.ts';
import { OpsTable } from '../constructs/ops-table.ts';
import { SigningKey } from '../constructs/signing-key.ts';
import type { OpsContext } from '../context.ts';

/** The environment's choices, beside what every stack has. */
export interface StateStackProps extends StackProps {
  readonly context: OpsContext;
}

/** What must outlive every deployment: the table, the audit anchors and the keys. Changes rarely; refers to nothing. */
export class StateStack extends Stack {
  readonly table: OpsTable;
  readonly anchors: AuditAnchors;
  readonly bundleKey: SigningKey;
  readonly accessLogs: OpsBucket;
  /** Encrypts logs and alarm messages. */
  readonly key: OpsKey;

  constructor(scope: Construct, id: string, { context, ...props }: StateStackProps) {
    super(scope, id, props);
    this.table = new OpsTable(this, 'State');
    this.accessLogs = accessLogBucket(this, 'AccessLogs');
    this.anchors = new AuditAnchors(this, 'Anchors', {
      logs: this.accessLogs,
      retentionDays: context.anchorRetentionDays,
    });
    this.bundleKey = new SigningKey(this, 'Bundles', {
      description: 'Signs the policy bundles that tasks download from HMS-OPS.',
      variable: ENV.bundleKey,
    });
    new CfnOutput(this, 'BundleKeyArn', { value: this.bundleKey.key.keyArn });
    this.key = new OpsKey(this, 'Operations', 'Encrypts logs and alarm messages of HMS-OPS.');
  }
}
