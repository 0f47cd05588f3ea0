import { Stack } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ANY_RESOURCE, acknowledge } from '../acknowledgements.ts';
import { deadLetters, ParkedLetters } from './dead-letters.ts';
import type { LogKeeping } from './log-group.ts';
import type { Network } from './network.ts';
import { resourceOf } from './ops-role.ts';

/** Where functions run, and what none of them may do. */
export interface FunctionHostProps {
  readonly network: Network;
  readonly logs: LogKeeping;
  /** What no function may do, whatever else it is granted. */
  readonly guards: readonly PolicyStatement[];
}

/** What all functions share: the network, the keeping of logs, and the one policy with what Lambda does as them. */
export class FunctionHost extends Construct {
  readonly network: Network;
  readonly logs: LogKeeping;
  readonly policy: ManagedPolicy;
  /** Where dead letters end that people looked at and left. */
  readonly parked: ParkedLetters;
  /** What an asynchronous call ends in when it failed each time. */
  readonly failedCalls: Queue;

  constructor(scope: Construct, id: string, { network, logs, guards }: FunctionHostProps) {
    super(scope, id);
    this.network = network;
    this.logs = logs;
    this.parked = new ParkedLetters(this, 'Parked');
    this.failedCalls = deadLetters(this, 'FailedCalls', this.parked);
    this.policy = new ManagedPolicy(this, 'Basics', {
      description: 'What Lambda does in the name of every function of HMS-OPS, and what none of them may do.',
      statements: [
        ...networkStatements(this),
        new PolicyStatement({ actions: [...TRACES], resources: ['*'] }),
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.failedCalls.queueArn] }),
        ...guards,
      ],
    });
    acknowledge(resourceOf(this.policy), 'noResource', [ANY_RESOURCE]);
  }
}

/** What X-Ray takes. Source: X-Ray developer guide, "How AWS X-Ray works with IAM", AWSXRayDaemonWriteAccess. */
export const TRACES: readonly string[] = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];

/**
 * Lambda itself plugs functions into the network; their code may not.
 * Source: Lambda developer guide, "Giving Lambda functions access to resources in an Amazon VPC".
 */
function networkStatements(scope: Construct): readonly PolicyStatement[] {
  const actions = [
    'CreateNetworkInterface',
    'DeleteNetworkInterface',
    'DescribeNetworkInterfaces',
    'DescribeSubnets',
    'AssignPrivateIpAddresses',
    'UnassignPrivateIpAddresses',
  ].map((action) => `ec2:${action}`);
  const anyFunction = Stack.of(scope).formatArn({ service: 'lambda', resource: 'function:*' });
  return [
    new PolicyStatement({ actions, resources: ['*'] }),
    new PolicyStatement({
      sid: 'OnlyLambdaItself',
      effect: Effect.DENY,
      actions,
      resources: ['*'],
      conditions: { ArnLike: { 'lambda:SourceFunctionArn': anyFunction } },
    }),
  ];
}
