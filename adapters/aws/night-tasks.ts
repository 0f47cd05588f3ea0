import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import * as z from 'zod';
import type { ObservedTask, RunTask, TaskRunner } from '../../core/jobs/task-runner.ts';
import { answered, clientSettings } from './aws-client.ts';

/** What the chunks of a night counted. */
const Counts = z.array(z.record(z.string(), z.number()));

/** What every task id of the night begins with, so that it is told from a task of ECS. */
const PREFIX = 'night:';

/**
 * The product's own work at night as executions of a state machine. An execution is named after its client token, and a
 * name is used once: the same token is the same execution. Source: AWS Step Functions API reference, StartExecution.
 */
export class NightTasks implements TaskRunner {
  readonly runsBuiltins = true;
  readonly #client: SFNClient;
  readonly #machine: string;

  constructor({ client, machine }: { readonly client: SFNClient; readonly machine: string }) {
    this.#client = client;
    this.#machine = machine;
  }

  /** Whether a task id is one of these. */
  static knows(taskId: string): boolean {
    return taskId.startsWith(PREFIX);
  }

  async run({ clientToken, runId }: RunTask): Promise<{ readonly taskId: string }> {
    const name = nameOf(clientToken);
    const command = new StartExecutionCommand({
      stateMachineArn: this.#machine,
      name,
      input: JSON.stringify({ runId, correlationId: `run-${runId}`.slice(0, 64) }),
    });
    try {
      await answered('states', this.#client.send(command));
    } catch (error) {
      if (!isNamed(error, 'ExecutionAlreadyExists')) throw error;
    }
    return { taskId: `${PREFIX}${name}` };
  }

  async find(clientToken: string): Promise<string | undefined> {
    const taskId = `${PREFIX}${nameOf(clientToken)}`;
    return (await this.#describe(taskId)) && taskId;
  }

  async observe(taskIds: readonly string[]): Promise<readonly ObservedTask[]> {
    return Promise.all(
      taskIds.map(async (taskId) => {
        const found = await this.#describe(taskId);
        return found ? observed(taskId, found) : { kind: 'missing', taskId };
      }),
    );
  }

  async stop({ taskId, reason }: Parameters<TaskRunner['stop']>[0]): Promise<void> {
    const executionArn = this.#arnOf(taskId);
    const command = new StopExecutionCommand({ executionArn, cause: reason.slice(0, 32_768) });
    try {
      await answered('states', this.#client.send(command));
    } catch (error) {
      if (!isNamed(error, 'ExecutionDoesNotExist')) throw error;
    }
  }

  async #describe(taskId: string): Promise<DescribeExecutionCommandOutput | undefined> {
    try {
      const command = new DescribeExecutionCommand({ executionArn: this.#arnOf(taskId) });
      return await answered('states', this.#client.send(command));
    } catch (error) {
      if (isNamed(error, 'ExecutionDoesNotExist')) return undefined;
      throw error;
    }
  }

  /** `...:stateMachine:<name>` and `...:execution:<name>:<execution>` share the rest. */
  #arnOf(taskId: string): string {
    return `${this.#machine.replace(':stateMachine:', ':execution:')}:${taskId.slice(PREFIX.length)}`;
  }
}

/** The night's state machine in the account and region that the environment names. */
export function openNightTasks(machine: string): NightTasks {
  return new NightTasks({ client: new SFNClient(clientSettings()), machine });
}

function observed(
  taskId: string,
  { status, stopDate, output, error, cause }: DescribeExecutionCommandOutput,
): ObservedTask {
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE')
    return { kind: 'present', taskId, lastStatus: 'RUNNING' };
  const stoppedAt = stopDate?.toISOString();
  const ended = { kind: 'present', taskId, lastStatus: 'STOPPED', stoppedAt } as const;
  if (status === 'SUCCEEDED') return { ...ended, exitCode: 0, metrics: sumOf(output ?? '[]') };
  if (status === 'ABORTED') return { ...ended, stopCode: 'UserInitiated', stoppedReason: cause ?? 'stopped' };
  return { ...ended, exitCode: 1, stoppedReason: [error ?? status, cause].filter(Boolean).join(': ') };
}

/** The counts of all chunks, added up; an output of another form counts nothing, and the night went well all the same. */
function sumOf(output: string): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const counts of Counts.safeParse(JSON.parse(output)).data ?? [])
    for (const [name, count] of Object.entries(counts)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

/** An execution's name: up to 80 of letters, digits, `-` and `_`. */
function nameOf(clientToken: string): string {
  return clientToken.replace(/[^\w-]/g, '-').slice(-80);
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
