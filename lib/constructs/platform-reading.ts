import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ENV } from '../../core/contract/env.ts';
import { ANY_RESOURCE, acknowledge } from '../acknowledgements.ts';
import type { OpsFunction } from './ops-function.ts';
import { resourceOf } from './ops-role.ts';

/** What several functions may look up and none may alter. AWS lets none of it be limited to single resources. */
export class PlatformReading extends Construct {
  readonly #metrics: ManagedPolicy;
  readonly #alarms: ManagedPolicy;
  readonly #specs: ManagedPolicy;
  readonly #clusterName: string;

  constructor(scope: Construct, id: string, clusterName: string) {
    super(scope, id);
    this.#clusterName = clusterName;
    this.#metrics = this.#policy('Metrics', 'cloudwatch:GetMetricData');
    this.#alarms = this.#policy('Alarms', 'cloudwatch:DescribeAlarms');
    this.#specs = this.#policy(
      'Specs',
      'ecr:DescribeImages',
      'secretsmanager:DescribeSecret',
      'ssm:DescribeParameters',
    );
  }

  /** Lets a function read the metrics of the cluster's services. */
  letReadMetrics(fn: OpsFunction): void {
    fn.attach(this.#metrics);
    fn.tell(ENV.cluster, this.#clusterName);
  }

  /** Lets a function list alarms with their states. */
  letListAlarms(fn: OpsFunction): void {
    fn.attach(this.#alarms);
  }

  /** Lets a function ask which digest a tag of the registry has, and whether a secret exists; never its value. */
  letCheckSpecs(fn: OpsFunction): void {
    fn.attach(this.#specs);
    fn.tell(ENV.account, Stack.of(this).account);
  }

  #policy(id: string, ...actions: string[]): ManagedPolicy {
    const statements = [new PolicyStatement({ actions, resources: ['*'] })];
    const policy = new ManagedPolicy(this, id, { statements });
    acknowledge(resourceOf(policy), 'noResource', [ANY_RESOURCE]);
    return policy;
  }
}
