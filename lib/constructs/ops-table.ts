import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ENV } from '../../core/contract/env.ts';
import type { OpsFunction } from './ops-function.ts';

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

  /** Lets `fn` read items - never scan - and tells it where the table is: permission and configuration never part. */
  grantRead(fn: OpsFunction): void {
    this.#allow(fn, ['GetItem', 'BatchGetItem']);
    const arn = this.table.tableArn;
    fn.allow(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: [arn, ...INDEXES.map((name) => `${arn}/index/${name}`)],
      }),
    );
  }

  /** Lets `fn` commit: puts, deletions and checks, which the store sends as one transaction. Never an update in place. */
  grantCommit(fn: OpsFunction): void {
    this.#allow(fn, ['PutItem', 'DeleteItem', 'ConditionCheckItem']);
  }

  /**
   * What no function may do, whatever else it is granted: delete an audit entry, alter any item in place, or go round
   * the store's own requests. A put of an entry that exists fails on its condition. `dynamodb:LeadingKeys` is the
   * partition key. Source: service authorization reference, Amazon DynamoDB.
   */
  guards(): readonly PolicyStatement[] {
    const resources = [this.table.tableArn];
    return [
      new PolicyStatement({
        sid: 'AuditIsAppendOnly',
        effect: Effect.DENY,
        actions: ['dynamodb:DeleteItem'],
        resources,
        conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['AUDIT#*'] } },
      }),
      new PolicyStatement({
        sid: 'NoUpdateInPlace',
        effect: Effect.DENY,
        actions: ['UpdateItem', 'PartiQLUpdate', 'PartiQLDelete', 'PartiQLInsert', 'Scan', 'DeleteTable'].map(
          (action) => `dynamodb:${action}`,
        ),
        resources,
      }),
    ];
  }

  /** The ARN of the stream of new images. */
  streamArn(): string {
    const { tableStreamArn } = this.table;
    if (tableStreamArn === undefined) throw new Error('The table has no stream.');
    return tableStreamArn;
  }

  #allow(fn: OpsFunction, actions: readonly string[]): void {
    fn.allow(
      new PolicyStatement({
        actions: actions.map((action) => `dynamodb:${action}`),
        resources: [this.table.tableArn],
      }),
    );
    fn.tell(ENV.table, this.table.tableName);
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
