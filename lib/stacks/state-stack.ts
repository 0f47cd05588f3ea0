import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { OpsTable } from '../constructs/ops-table.ts';

/** What must outlive every deployment: the table. Changes rarely. */
export class StateStack extends Stack {
  readonly table: OpsTable;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    this.table = new OpsTable(this, 'State');
  }
}
