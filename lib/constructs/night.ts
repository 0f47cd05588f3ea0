import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ENV } from '../../core/contract/env.ts';
import { ANY_RESOURCE, acknowledge, patternFinding } from '../acknowledgements.ts';
import { TRACES } from './function-host.ts';
import { type LogKeeping, opsLogGroup } from './log-group.ts';
import { nightDefinition } from './night-definition.ts';
import type { OpsFunction } from './ops-function.ts';
import { OpsRole } from './ops-role.ts';

/** Who plans a night, who works on its chunks, and where its steps are logged. */
export interface NightProps {
  readonly name: string;
  readonly plan: OpsFunction;
  readonly optimize: OpsFunction;
  readonly logs: LogKeeping;
}

/** The state machine of the night: one plan, then its chunks side by side. */
export class Night extends Construct {
  readonly stateMachineArn: string;
  readonly #executions: string;

  constructor(scope: Construct, id: string, { name, plan, optimize, logs }: NightProps) {
    super(scope, id);
    const arn = (resource: string, more = '') =>
      Stack.of(this).formatArn({ service: 'states', resource: `${resource}:${name}${more}` });
    this.#executions = arn('execution', ':*');
    const chunks = [arn('execution', ':*'), arn('execution', '/*')];
    const role = this.#actor({ machine: arn('stateMachine'), chunks });
    const functions = [plan.fn.functionArn, optimize.fn.functionArn];
    role.allow(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: functions }));
    const logGroup = opsLogGroup(this, 'Logs', logs, `/aws/vendedlogs/states/${name}`);
    const machine = new CfnStateMachine(this, 'Machine', {
      stateMachineName: name,
      roleArn: role.roleArn,
      definition: nightDefinition({
        partition: Stack.of(this).partition,
        plan: plan.fn.functionArn,
        optimize: optimize.fn.functionArn,
      }),
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logGroup.logGroupArn } }],
      },
    });
    machine.node.addDependency(role);
    this.stateMachineArn = machine.attrArn;
  }

  /** Lets a function start a night, see how it does, and stop it. */
  letRun(fn: OpsFunction): void {
    fn.allow(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [this.stateMachineArn] }),
      new PolicyStatement({
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: [this.#executions],
      }),
    );
    fn.meansPattern(this.#executions);
    fn.tell(ENV.night, this.stateMachineArn);
  }

  /**
   * A distributed map starts executions of its own machine, which are named behind a `:` or, by its runs, a `/`. Logs are delivered by a service that knows no resources.
   * Source: Step Functions developer guide, "IAM policies for using Distributed Map states", "Logging with CloudWatch".
   */
  #actor({ machine, chunks }: { readonly machine: string; readonly chunks: readonly string[] }): OpsRole {
    const role = new OpsRole(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    role.allow(
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [machine] }),
      new PolicyStatement({
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: [...chunks],
      }),
      new PolicyStatement({ actions: [...TRACES, ...LOG_DELIVERY], resources: ['*'] }),
    );
    const policy = role.permissions();
    acknowledge(policy, 'noResource', [ANY_RESOURCE]);
    acknowledge(
      policy,
      'laterNames',
      chunks.map((chunk) => patternFinding(policy, chunk)),
    );
    return role;
  }
}

const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];
