import type { DockerEngine } from './target/docker-engine.ts';
import type { TargetKind } from './target/target.ts';

/** Something that was not tried, and why. */
export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

/** An ability of AWS that a kind of target lacks. `instead`: what the test does about it; without it, nothing. */
interface Gap {
  readonly name: string;
  readonly lackedBy: readonly TargetKind[];
  readonly reason: string;
}

/** What is lacked is assumed of targets that nobody has tried, until somebody does. */
const EVERYWHERE: readonly TargetKind[] = ['ministack', 'other'];

/** The types of CloudFormation resources that a target does not know; the app is deployed without them. */
const TYPES: Readonly<Record<TargetKind, Readonly<Record<string, string>>>> = {
  ministack: {
    'AWS::EC2::NatGateway': 'functions of the emulator reach everything without a gateway',
    'AWS::EC2::FlowLog': 'the emulator has no network whose flows could be logged',
    'AWS::Logs::MetricFilter': 'the emulator’s logs are not read for metrics',
    'Custom::VpcRestrictDefaultSG':
      'its function needs the EC2 client of the Lambda runtime, which is not there',
  },
  other: {},
};

/** Every ability that the deployed app has on AWS and a target has not. */
const GAPS: readonly Gap[] = [
  {
    name: 'signatures of tasks (IAM authorizer of the HTTP API)',
    lackedBy: EVERYWHERE,
    reason:
      'the authorizer is not enforced; calls of tasks go to the function as API Gateway would hand them on',
  },
  {
    name: 'IAM policies at run time',
    lackedBy: EVERYWHERE,
    reason:
      'every call is allowed; the synthesized policies are compared with what each function can call instead',
  },
  {
    name: 'evaluation of alarms by CloudWatch',
    lackedBy: EVERYWHERE,
    reason:
      'there is no timer and no event; the bridge evaluates the alarms that the product made and tells the bus',
  },
  {
    name: 'metrics of ECS, Container Insights and Service Connect',
    lackedBy: EVERYWHERE,
    reason: 'none are published; the bridge publishes those of the simulated cloud under the same names',
  },
  {
    name: 'metrics in log lines (EMF)',
    lackedBy: EVERYWHERE,
    reason: 'log lines are not read; the bridge publishes TaskStops',
  },
  {
    name: 'roll-outs, hooks and events of ECS',
    lackedBy: EVERYWHERE,
    reason: 'deployments end at once; an ECS API of the test stands in their place, over the simulated cloud',
  },
  {
    name: 'schedules in virtual time and in a time zone',
    lackedBy: EVERYWHERE,
    reason: 'Scheduler knows real time in UTC; the bridge fires the product’s schedules in virtual time',
  },
  {
    name: 'two calls of one function at once',
    lackedBy: ['ministack'],
    reason: 'each function has one process; votes that race are tested against the store itself',
  },
  {
    name: 'forgetting of items (DynamoDB TTL), point-in-time recovery, deletion protection',
    lackedBy: ['ministack'],
    reason: 'they are dropped from templates without a word; a test of the stacks asserts them',
  },
  {
    name: 'dead letters of a queue (redrive policy)',
    lackedBy: ['ministack'],
    reason: 'it is dropped from templates; a test of the stacks asserts it',
  },
  {
    name: 'the page, its distribution and managed login',
    lackedBy: EVERYWHERE,
    reason:
      'CloudFront origin access control, copied files and sign-in pages are not there; deployed with dashboard=false',
  },
  {
    name: 'the protocol that a WebSocket is answered with',
    lackedBy: ['ministack'],
    reason: 'its handshake names none; pages of the test send theirs in a header of their own',
  },
  {
    name: 'the history of calls (CloudTrail)',
    lackedBy: EVERYWHERE,
    reason: 'the ECS API of the test answers who set a task count, for only it was called',
  },
];

/** The resource types that the app is deployed without on a target. Pure. */
export function lackedTypes(kind: TargetKind): readonly string[] {
  return Object.keys(TYPES[kind]);
}

/** What was found where the test runs. */
export interface Found {
  readonly kind: TargetKind;
  /** The resource types that were in the templates and had to go. */
  readonly without: readonly string[];
  readonly docker: DockerEngine;
}

/** What a target and its machine lack, as skips. Pure. */
export function skippedOn({ kind, without, docker }: Found): readonly Skipped[] {
  const gaps = GAPS.filter(({ lackedBy }) => lackedBy.includes(kind));
  const types = without.map((type) => ({
    name: type,
    reason: TYPES[kind][type] ?? 'the target does not know it',
  }));
  return [
    ...gaps.map(({ name, reason }) => ({ name, reason })),
    ...types,
    ...(docker.answers ? [] : [noContainers(docker)]),
  ];
}

function noContainers({ host }: DockerEngine): Skipped {
  return {
    name: 'containers of ECS tasks',
    reason: `no Docker engine answers at ${host}; start one, or name one of this machine in DOCKER_HOST`,
  };
}
