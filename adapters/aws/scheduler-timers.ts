import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { Job } from '../../core/contract/job.ts';
import type { Work } from '../../core/contract/work.ts';
import type { Clock } from '../../core/ports.ts';
import { answered, clientSettings, unavailable } from './aws-client.ts';
import { planTimer, type SchedulePlan } from './plan-timer.ts';

/** Where the schedules of jobs stand, what they send to, and as whom. */
export interface TimerTarget {
  /** The group, which holds nothing else. */
  readonly group: string;
  /** The role that may send to the queue. */
  readonly roleArn: string;
  /** The queue of reconcile. */
  readonly queueArn: string;
  /** The queue for what could not be delivered. */
  readonly deadLetterArn: string;
}

/** A hint that is older than this has nothing to say: the minute's tick has decided long ago. Seconds, and tries. */
const DELIVERY = { MaximumEventAgeInSeconds: 300, MaximumRetryAttempts: 3 };

/** What a timer needs: its schedules' place, a client and a clock. */
export interface TimerParts {
  readonly client: SchedulerClient;
  readonly target: TimerTarget;
  readonly clock: Clock;
}

/** The schedules of AI jobs, one each on EventBridge Scheduler. */
export class SchedulerTimers {
  readonly #client: SchedulerClient;
  readonly #target: TimerTarget;
  readonly #clock: Clock;

  constructor({ client, target, clock }: TimerParts) {
    this.#client = client;
    this.#target = target;
    this.#clock = clock;
  }

  /**
   * Makes the schedule of `job` what its record says, whatever it was before: creates, replaces or removes it.
   * Idempotent. @throws OpsError `platform.unavailable`
   */
  async ensure(job: Pick<Job, 'name' | 'spec' | 'status'>): Promise<void> {
    const plan = planTimer(job, this.#clock.now().toISOString());
    if (plan.kind === 'none') return this.remove(job.name);
    const input = scheduleInput(job.name, plan, this.#target);
    if (!(await this.#create(input))) await this.#replace(input);
  }

  /** Removes the schedule of the job named `name`; where there is none, nothing. @throws OpsError `platform.unavailable` */
  async remove(name: string): Promise<void> {
    const command = new DeleteScheduleCommand({ Name: name, GroupName: this.#target.group });
    try {
      await answered('scheduler', this.#client.send(command));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }

  /** False: there is one of that name already. */
  async #create(input: CreateScheduleCommandInput): Promise<boolean> {
    try {
      await answered('scheduler', this.#client.send(new CreateScheduleCommand(input)));
      return true;
    } catch (error) {
      if (error instanceof ConflictException) return false;
      throw error;
    }
  }

  /** One that fired for the only time, or was removed, between two calls is created the next time this is asked for. */
  async #replace(input: CreateScheduleCommandInput): Promise<void> {
    try {
      await answered('scheduler', this.#client.send(new UpdateScheduleCommand(input)));
    } catch (error) {
      if (error instanceof ResourceNotFoundException || error instanceof ConflictException)
        throw unavailable('scheduler', error);
      throw error;
    }
  }
}

/** The timers of jobs at `target`, in the account and region that the environment names. */
export function openSchedulerTimers(target: TimerTarget, clock: Clock): SchedulerTimers {
  return new SchedulerTimers({ client: new SchedulerClient(clientSettings()), target, clock });
}

/** The whole schedule: what it does not name, an update sets back. Source: API Reference, UpdateSchedule. Pure. */
export function scheduleInput(
  name: string,
  { expression, timeZone, state, once, startAt }: SchedulePlan,
  target: TimerTarget,
): CreateScheduleCommandInput {
  const work = { kind: 'job', job: name } satisfies Work;
  return {
    Name: name,
    GroupName: target.group,
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timeZone,
    ...(startAt !== undefined && { StartDate: new Date(startAt) }),
    State: state,
    ActionAfterCompletion: once ? 'DELETE' : 'NONE',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: target.queueArn,
      RoleArn: target.roleArn,
      Input: JSON.stringify(work),
      DeadLetterConfig: { Arn: target.deadLetterArn },
      RetryPolicy: DELIVERY,
    },
  };
}
