import {
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  paginateListSchedules,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { nextTicks } from '../../core/jobs/schedule.ts';

/** What a schedule says: when, in which zone, and what it sends. */
export interface SeenSchedule {
  readonly expression: string;
  readonly timeZone: string;
  readonly input: string;
}

/** Where the schedules of jobs stand, and the queue that they send to, by URL. */
export interface SchedulesParts {
  readonly group: string;
  readonly queueUrl: string;
  /** Names of schedules that are not of jobs. */
  readonly others: readonly string[];
}

/** Fires the schedules that the product keeps for jobs, in virtual time: an emulator's own know only real time. */
export class JobSchedules {
  readonly #scheduler = new SchedulerClient({});
  readonly #sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  readonly #parts: SchedulesParts;
  readonly #due = new Map<SeenSchedule, number>();
  #known = '';

  constructor(parts: SchedulesParts) {
    this.#parts = parts;
  }

  /** Looks which schedules there are now. */
  async look(nowMs: number): Promise<void> {
    const seen: SeenSchedule[] = [];
    for await (const { Schedules = [] } of paginateListSchedules(
      { client: this.#scheduler },
      { GroupName: this.#parts.group },
    ))
      for (const { Name = '' } of Schedules)
        if (!this.#parts.others.includes(Name)) seen.push(...(await this.#read(Name)));
    const known = JSON.stringify(seen);
    if (known === this.#known) return;
    this.#known = known;
    this.#due.clear();
    for (const schedule of seen) this.#due.set(schedule, dueAfter(schedule, nowMs));
  }

  /** Epoch ms at which one of them fires next; infinite where none does. */
  nextDueMs(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.#due.values());
  }

  /** Sends what is due at `nowMs`; returns how many. */
  async fire(nowMs: number): Promise<number> {
    const due = [...this.#due].filter(([, atMs]) => atMs <= nowMs).map(([schedule]) => schedule);
    for (const schedule of due) {
      this.#due.set(schedule, dueAfter(schedule, nowMs));
      const command = new SendMessageCommand({ QueueUrl: this.#parts.queueUrl, MessageBody: schedule.input });
      await this.#sqs.send(command);
    }
    return due.length;
  }

  async #read(Name: string): Promise<readonly SeenSchedule[]> {
    const command = new GetScheduleCommand({ Name, GroupName: this.#parts.group });
    const found = await this.#scheduler.send(command).catch(() => undefined);
    return found?.State === 'ENABLED' ? [seenIn(found)] : [];
  }
}

function seenIn({
  ScheduleExpression,
  ScheduleExpressionTimezone,
  Target,
}: GetScheduleCommandOutput): SeenSchedule {
  return {
    expression: ScheduleExpression ?? '',
    timeZone: ScheduleExpressionTimezone ?? 'UTC',
    input: Target?.Input ?? '{}',
  };
}

/**
 * When a schedule fires first after `nowMs`; infinite where it never does, or where only EventBridge Scheduler could
 * say (`L`, `W`, `#`): the minute's sweep runs such a job too. Pure.
 */
export function dueAfter({ expression, timeZone }: Omit<SeenSchedule, 'input'>, nowMs: number): number {
  const at = /^at\((.+)\)$/.exec(expression)?.[1];
  if (at !== undefined) {
    const atMs = Date.parse(`${at}Z`);
    return atMs > nowMs ? atMs : Number.POSITIVE_INFINITY;
  }
  const schedule = fiveFields(expression);
  if (schedule === undefined) return Number.POSITIVE_INFINITY;
  const [next] = nextTicks({ schedule, timeZone }, new Date(nowMs).toISOString(), 1);
  return next ? Date.parse(next.utc) : Number.POSITIVE_INFINITY;
}

/** A rate as it stands, a cron without its year. */
function fiveFields(expression: string): string | undefined {
  if (expression.startsWith('rate(')) return expression;
  const [minute, hour, day, month, weekday] = /^cron\((.+)\)$/.exec(expression)?.[1]?.split(' ') ?? [];
  const fields = [minute, hour, day, month, weekday];
  if (fields.includes(undefined) || fields.some((field) => /[LW#]$|^\d[L#]/.test(field ?? '')))
    return undefined;
  return fields.join(' ').replaceAll('?', '*');
}
