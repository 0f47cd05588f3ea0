import { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** How logs are kept: encrypted with whose key, and for how many days. */
export interface LogKeeping {
  readonly key: IKey;
  readonly retentionDays: number;
}

/** A log group that forgets in time and goes with its stack. `name` only where something else refers to it by name. */
export function opsLogGroup(scope: Construct, id: string, keeping: LogKeeping, name?: string): LogGroup {
  return new LogGroup(scope, id, {
    ...(name && { logGroupName: name }),
    encryptionKey: keeping.key,
    // Safe: the context allows only days that CloudWatch Logs knows; the enumeration is these numbers.
    retention: keeping.retentionDays as RetentionDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
