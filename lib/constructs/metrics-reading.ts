import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ANY_RESOURCE, acknowledge } from '../acknowledgements.ts';
import type { OpsFunction } from './ops-function.ts';
import { resourceOf } from './ops-role.ts';

/** What CloudWatch knows of services: reading it has no narrower resource than the account. */
export class MetricsReading extends Construct {
  readonly #metrics: ManagedPolicy;
  readonly #alarms: ManagedPolicy;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#metrics = this.#policy('Metrics', 'cloudwatch:GetMetricData');
    this.#alarms = this.#policy('Alarms', 'cloudwatch:DescribeAlarms');
  }

  /** Lets a function read metrics. */
  letReadMetrics(fn: OpsFunction): void {
    fn.attach(this.#metrics);
  }

  /** Lets a function list alarms with their states. */
  letListAlarms(fn: OpsFunction): void {
    fn.attach(this.#alarms);
  }

  #policy(id: string, action: string): ManagedPolicy {
    const statements = [new PolicyStatement({ actions: [action], resources: ['*'] })];
    const policy = new ManagedPolicy(this, id, { statements });
    acknowledge(resourceOf(policy), 'noResource', [ANY_RESOURCE]);
    return policy;
  }
}
