import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ENV } from '../../core/contract/env.ts';

const INDEXES = ['gsi1', 'gsi2'];

/** The one table: state, audit chains and outbox. Items and access patterns: docs/data-model.md. */
export class OpsTable extends Construct {
  readonly table: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      globalSecondaryIndexes: INDEXES.map(index),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'ttl',
      dynamoStream: StreamViewType.NEW_IMAGE,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Lets `fn` read and write items - never scan - and tells it where the table is: permission and configuration never part. */
  grantTo(fn: LambdaFunction): void {
    const arn = this.table.tableArn;
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'DeleteItem', 'ConditionCheckItem'].map(
          (action) => `dynamodb:${action}`,
        ),
        resources: [arn, ...INDEXES.map((name) => `${arn}/index/${name}`)],
      }),
    );
    fn.addEnvironment(ENV.table, this.table.tableName);
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
