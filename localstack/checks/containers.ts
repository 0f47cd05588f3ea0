import { setTimeout as pause } from 'node:timers/promises';
import {
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { ENV } from '../../core/contract/env.ts';
import type { Deployment } from '../stage/deployment.ts';
import { freePort } from '../target/emulator-process.ts';
import type { Check } from './check.ts';

/** What is run: a small server of files that everybody knows. */
const IMAGE = 'nginx:1.29-alpine';
const CONTAINER_PORT = 80;

/** Longest wait until it answers, its image included, and until it has gone; ms. */
const ANSWERS_MS = 120_000;
const GONE_MS = 20_000;

/** Tasks of the deployed cluster where a Docker engine runs them. */
export const containerChecks: readonly Check[] = [
  { name: 'a task of the cluster is a container: it answers until it is stopped', run: answersUntilStopped },
];

async function answersUntilStopped({ variables }: Deployment): Promise<void> {
  const client = new ECSClient({});
  const cluster = variables[ENV.cluster];
  const hostPort = await freePort();
  const taskDefinition = await register(client, hostPort);
  const { tasks = [] } = await client.send(new RunTaskCommand({ cluster, taskDefinition }));
  const task = tasks[0]?.taskArn;
  if (task === undefined) throw new Error('no task was started');
  try {
    if (!(await becomes(hostPort, true, ANSWERS_MS)))
      throw new Error(`${IMAGE} did not answer within ${ANSWERS_MS / 1_000} s`);
  } finally {
    await client.send(new StopTaskCommand({ cluster, task, reason: 'checked' }));
  }
  if (!(await becomes(hostPort, false, GONE_MS))) throw new Error('it answers though its task was stopped');
}

async function register(client: ECSClient, hostPort: number): Promise<string | undefined> {
  const web = {
    name: 'web',
    image: IMAGE,
    essential: true,
    memory: 64,
    portMappings: [{ containerPort: CONTAINER_PORT, hostPort }],
  };
  const { taskDefinition } = await client.send(
    new RegisterTaskDefinitionCommand({
      family: 'hms-container-check',
      networkMode: 'bridge',
      containerDefinitions: [web],
    }),
  );
  return taskDefinition?.taskDefinitionArn;
}

/** Whether the port comes to answer, or to answer no more, in time. */
async function becomes(port: number, answering: boolean, withinMs: number): Promise<boolean> {
  const deadlineMs = Date.now() + withinMs;
  while (Date.now() < deadlineMs) {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => undefined,
    );
    if ((answer?.ok === true) === answering) return true;
    await pause(200);
  }
  return false;
}
