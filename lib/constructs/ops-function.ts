import { Duration } from 'aws-cdk-lib';
import { type ManagedPolicy, type PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, CfnFunction, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { FUNCTIONS, type FunctionName } from '../../core/contract/functions.ts';
import { acknowledge, patternFinding } from '../acknowledgements.ts';
import { FUNCTION_SETTINGS } from '../function-settings.ts';
import { codeOf } from './function-code.ts';
import type { FunctionHost } from './function-host.ts';
import { opsLogGroup } from './log-group.ts';
import { OpsRole } from './ops-role.ts';

/**
 * A Lambda of the control plane: `lambdas/<name>.lambda.ts`, with a role of its own and the settings all of them share.
 * It is granted things by the constructs that own them, which tell it in the same breath where they are.
 */
export class OpsFunction extends Construct {
  readonly name: FunctionName;
  readonly fn: LambdaFunction;
  readonly role: OpsRole;
  readonly logGroup: LogGroup;
  /** Where asynchronous calls of it go that failed; its role may send there. */
  readonly failedCalls: Queue;

  constructor(scope: Construct, name: FunctionName, host: FunctionHost) {
    super(scope, name);
    this.name = name;
    this.failedCalls = host.failedCalls;
    this.role = new OpsRole(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [host.policy],
    });
    this.logGroup = opsLogGroup(this, 'Logs', host.logs);
    this.logGroup.grantWrite(this.role);
    const { memoryMiB, timeoutSec, concurrency } = FUNCTION_SETTINGS[name];
    const { vpc, subnets, functions } = host.network;
    this.fn = new LambdaFunction(this, 'Function', {
      code: codeOf(name),
      handler: 'index.handler',
      description: FUNCTIONS[name],
      role: this.role,
      logGroup: this.logGroup,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMiB,
      timeout: Duration.seconds(timeoutSec),
      reservedConcurrentExecutions: concurrency,
      vpc,
      vpcSubnets: { subnets: [...subnets] },
      securityGroups: [functions],
    });
    // Set here and not by their properties, which would repeat the permissions of the shared policy in every role.
    const { defaultChild } = this.fn.node;
    if (!(defaultChild instanceof CfnFunction)) throw new Error('A function has no resource of its own.');
    defaultChild.tracingConfig = { mode: 'Active' };
    defaultChild.deadLetterConfig = { targetArn: host.failedCalls.queueArn };
  }

  /** Grants what the statements say to this function alone. */
  allow(...statements: readonly PolicyStatement[]): void {
    this.role.allow(...statements);
  }

  /** Grants what a policy says that several functions share, or that lives with what it is about. */
  attach(policy: ManagedPolicy): void {
    this.role.addManagedPolicy(policy);
  }

  /** Sets an environment variable of the function; names are those of `ENV`. */
  tell(variable: string, value: string): void {
    this.fn.addEnvironment(variable, value);
  }

  /** Records that its statements about the resources of a pattern are meant: their names are only known later. */
  meansPattern(arn: string): void {
    const policy = this.role.permissions();
    acknowledge(policy, 'laterNames', [patternFinding(policy, arn)]);
  }
}
