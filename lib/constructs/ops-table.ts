import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AttributeType,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ENV } from '../../core/contract/env.ts';

/** The one table: state, audit chains and outbox. Items and access patterns: docs/data-model.md. */
export class OpsTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      globalSecondaryIndexes: [index('gsi1'), index('gsi2')],
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'ttl',
      dynamoStream: StreamViewType.NEW_IMAGE,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Lets `fn` read and write items, and tells it where the table is: permission and configuration never part. */
  grantTo(fn: LambdaFunction): void {
    this.table.grantReadWriteData(fn);
    this.tellWhere(fn);
  }

  /** Lets `fn` read items and indexes, and nothing else. */
  grantReadTo(fn: LambdaFunction): void {
    this.table.grantReadData(fn);
    this.tellWhere(fn);
  }

  private tellWhere(fn: LambdaFunction): void {
    fn.addEnvironment(ENV.table, this.table.tableName);
    Validations.of(fn).acknowledge({
      id: 'AwsSolutions-IAM5',
      reason: 'The wildcard stands for the indexes of the one table.',
    });
  }
}

function index(name: string): GlobalSecondaryIndexPropsV2 {
  return {
    indexName: name,
    partitionKey: { name: `${name}pk`, type: AttributeType.STRING },
    sortKey: { name: `${name}sk`, type: AttributeType.STRING },
    projectionType: ProjectionType.ALL,
  };
}
