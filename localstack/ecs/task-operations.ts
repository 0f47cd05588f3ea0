import * as z from 'zod';
import { contentOf, type StoredDefinition } from './definition-book.ts';
import { Run, read, type Tags } from './ecs-inputs.ts';
import { lastOf } from './ecs-place.ts';
import { EcsRefusal, require } from './ecs-refusal.ts';
import type { Operations } from './json-rpc.ts';
import type { RunBook } from './run-book.ts';
import { inCluster, type Platform } from './service-operations.ts';
import { type ShownTask, taskOfRun, tasksOfService } from './show-task.ts';

/** What operations on tasks work on. */
export interface TaskPlatform extends Platform {
  readonly runs: RunBook;
}

const Listed = z.looseObject({
  cluster: z.string(),
  serviceName: z.string().optional(),
  family: z.string().optional(),
  startedBy: z.string().optional(),
  desiredStatus: z.enum(['RUNNING', 'PENDING', 'STOPPED']).default('RUNNING'),
  nextToken: z.string().optional(),
});

/** The most in one answer. Source: Amazon ECS API reference, ListTasks and DescribeTasks. */
const MOST = 100;
const Described = z.looseObject({ cluster: z.string(), tasks: z.array(z.string()).min(1).max(MOST) });
const Stop = z.looseObject({
  cluster: z.string(),
  task: z.string(),
  reason: z.string().max(1_024).optional(),
});

/** The operations of ECS on tasks. */
export function taskOperations(platform: TaskPlatform): Operations {
  return {
    ListTasks: (input) => list(platform, input),
    DescribeTasks: (input) => describe(platform, input),
    RunTask: (input) => run(platform, input),
    StopTask: (input) => stop(platform, input),
  };
}

/** Every task of the cluster, as ECS shows it. */
export function allTasks(platform: TaskPlatform): readonly ShownTask[] {
  const ofServices = platform.services.all().flatMap((service) => tasksOfService(platform, service));
  const ofRuns = platform.cloud.look().runs.flatMap((state) => {
    const record = platform.runs.find(state.taskId);
    return record ? [taskOfRun(platform, record, state)] : [];
  });
  return [...ofServices, ...ofRuns];
}

function list(platform: TaskPlatform, input: unknown): object {
  const filter = read(Listed, input);
  inCluster(platform, filter);
  const { serviceName, startedBy, family, desiredStatus } = filter;
  require(startedBy === undefined ||
    isOnlyFilter(
      input,
    ), 'When you specify startedBy as the filter, it must be the only filter that you use.');
  const service = serviceName === undefined ? undefined : platform.services.present(serviceName).name;
  const found = allTasks(platform).filter(
    (task) =>
      task.desiredStatus === desiredStatus &&
      (service === undefined || task.group === `service:${service}`) &&
      (startedBy === undefined || task.startedBy === startedBy) &&
      (family === undefined || lastOf(task.taskDefinitionArn).split(':')[0] === family),
  );
  const from = Number(filter.nextToken ?? 0);
  return {
    taskArns: found.slice(from, from + MOST).map(({ taskArn }) => taskArn),
    ...(from + MOST < found.length && { nextToken: String(from + MOST) }),
  };
}

/** Source: Amazon ECS API reference, ListTasks, `startedBy`. */
function isOnlyFilter(input: unknown): boolean {
  const others = ['serviceName', 'family', 'desiredStatus', 'containerInstance', 'launchType'];
  return others.every((name) => Reflect.get(Object(input), name) === undefined);
}

function describe(platform: TaskPlatform, input: unknown): object {
  const { tasks: wanted, cluster } = read(Described, input);
  inCluster(platform, { cluster });
  const byId = new Map(allTasks(platform).map((task) => [lastOf(task.taskArn), task]));
  const found = wanted.map((reference) => ({ reference, task: byId.get(lastOf(reference)) }));
  return {
    tasks: found.flatMap(({ task }) => task ?? []),
    failures: found.flatMap(({ reference, task }) =>
      task ? [] : [{ arn: platform.arns.task(lastOf(reference)), reason: 'MISSING' }],
    ),
  };
}

/** The same client token is the same task, as long as the simulated cloud knows it. */
async function run(platform: TaskPlatform, input: unknown): Promise<object> {
  const wish = read(Run, input);
  inCluster(platform, wish);
  const { cloud, definitions, place, runs, nowMs } = platform;
  const definition = definitions.find(wish.taskDefinition);
  const { command, environment } = overridden(definition, wish.overrides.containerOverrides);
  const content = contentOf(definition);
  const { job, runId, attempt } = namesIn(wish.tags, definition.family);
  const { taskId } = await cloud.tasks.run({
    clientToken: wish.clientToken,
    job,
    runId,
    attempt,
    image: content.image,
    command,
    cpuUnits: content.cpuUnits,
    memoryMiB: content.memoryMiB,
    environment: { ...content.environment, ...environment },
    secrets: content.secrets,
    cause: { actor: place.caller, changeId: tagIn(wish.tags, 'hms:change') },
  });
  const { startedBy = '', tags } = wish;
  runs.keep({ taskId, job, definition, startedBy, createdMs: nowMs(), tags });
  const task = allTasks(platform).find(({ taskArn }) => lastOf(taskArn) === taskId);
  return { tasks: task ? [task] : [], failures: [] };
}

function overridden(
  { registration }: StoredDefinition,
  overrides: z.infer<typeof Run>['overrides']['containerOverrides'],
) {
  const [main] = registration.containerDefinitions;
  const [override] = overrides;
  require(override === undefined ||
    override.name === main?.name, 'The override names no container of the task.');
  const environment = Object.fromEntries(
    (override?.environment ?? []).map(({ name, value }) => [name, value]),
  );
  return { command: override?.command ?? [], environment };
}

/** Which job and run the simulated cloud shall know a task as: what the product's tags say. */
function namesIn(tags: Tags, family: string) {
  const [, runId = '', attempt = '1'] = /^(.*)\/(\d+)$/.exec(tagIn(tags, 'hms:run') ?? '') ?? [];
  return { job: tagIn(tags, 'hms:job') ?? family, runId, attempt: Number(attempt) };
}

function tagIn(tags: Tags, key: string): string | undefined {
  return tags.find((tag) => tag.key === key)?.value;
}

async function stop(platform: TaskPlatform, input: unknown): Promise<object> {
  const { task: reference, reason = '', cluster } = read(Stop, input);
  inCluster(platform, { cluster });
  const taskId = lastOf(reference);
  const run = platform.runs.find(taskId);
  const task = allTasks(platform).find(({ taskArn }) => lastOf(taskArn) === taskId);
  if (!run || !task) throw new EcsRefusal('InvalidParameterException', 'The referenced task was not found.');
  const cause = { actor: platform.place.caller, changeId: tagIn(run.tags, 'hms:change') };
  await platform.cloud.tasks.stop({ taskId, job: run.job, reason, cause });
  return { task };
}
