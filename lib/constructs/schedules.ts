import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnEventInvokeConfig } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV } from '../../core/contract/env.ts';
import type { OpsFunction } from './ops-function.ts';
import type { OpsQueue } from './ops-queue.ts';
import { OpsRole } from './ops-role.ts';

/** The group's name, and where goes what a schedule could not deliver. */
export interface SchedulesProps {
  readonly groupName: string;
  readonly deadLetters: Queue;
}

/** What comes again and again: the product's own schedules, and one for each AI job, which the product itself keeps. */
export class Schedules extends Construct {
  readonly groupName: string;
  /** The group of the schedules of jobs, which holds nothing else. */
  readonly jobGroupName: string;
  readonly deadLetters: Queue;
  readonly #role: OpsRole;
  readonly #group: CfnScheduleGroup;

  constructor(scope: Construct, id: string, props: SchedulesProps) {
    super(scope, id);
    this.groupName = props.groupName;
    this.deadLetters = props.deadLetters;
    this.jobGroupName = `${props.groupName}-jobs`;
    this.#group = new CfnScheduleGroup(this, 'Group', { name: this.groupName });
    this.#role = this.#actor('Role', this.groupName);
    new CfnScheduleGroup(this, 'JobGroup', { name: this.jobGroupName });
  }

  /**
   * Calls a function at a rate such as `1 minute`. A late call is worth little: it is tried for a minute, by Scheduler and
   * then by Lambda, which would otherwise try what fails twice more and keep what it has no room for six hours. Source:
   * Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation".
   */
  call(id: string, fn: OpsFunction, rate: string): void {
    new CfnEventInvokeConfig(this, `${id}Calls`, {
      functionName: fn.fn.functionName,
      qualifier: '$LATEST',
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 60,
      destinationConfig: { onFailure: { destination: fn.failedCalls.queueArn } },
    });
    this.#role.allow(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.fn.functionArn] }),
    );
    this.#every(id, rate, { arn: fn.fn.functionArn });
  }

  /** Sends a message to a queue at a rate. */
  send(
    id: string,
    queue: OpsQueue,
    { rate, message }: { readonly rate: string; readonly message: object },
  ): void {
    this.#mayFill(this.#role, queue);
    this.#every(id, rate, { arn: queue.queue.queueArn, input: JSON.stringify(message) });
  }

  /** Lets a function keep one schedule for each job, each of which sends to `queue`. */
  letKeepJobs(fn: OpsFunction, queue: OpsQueue): void {
    const role = this.#actor('Jobs', this.jobGroupName);
    this.#mayFill(role, queue);
    const schedules = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule',
      resourceName: `${this.jobGroupName}/*`,
    });
    fn.allow(
      new PolicyStatement({
        actions: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'],
        resources: [schedules],
      }),
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    );
    fn.meansPattern(schedules);
    fn.tell(ENV.scheduleGroup, this.jobGroupName);
    fn.tell(ENV.scheduleRole, role.roleArn);
    fn.tell(ENV.scheduleDeadLetters, this.deadLetters.queueArn);
    fn.tell(ENV.reconcileQueueArn, queue.queue.queueArn);
  }

  /** A role that only the schedules of one group can take. */
  #actor(id: string, groupName: string): OpsRole {
    const group = Stack.of(this).formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: groupName,
    });
    const role = new OpsRole(this, id, {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account, 'aws:SourceArn': group } },
      }),
    });
    role.allow(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [this.deadLetters.queueArn] }));
    return role;
  }

  #mayFill(role: OpsRole, queue: OpsQueue): void {
    role.allow(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queue.queueArn] }));
  }

  #every(id: string, rate: string, target: Pick<CfnSchedule.TargetProperty, 'arn' | 'input'>): void {
    const schedule = new CfnSchedule(this, id, {
      groupName: this.groupName,
      scheduleExpression: `rate(${rate})`,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        ...target,
        roleArn: this.#role.roleArn,
        deadLetterConfig: { arn: this.deadLetters.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 3 },
      },
    });
    schedule.node.addDependency(this.#group, this.#role);
  }
}
