import type { ChangeRequest } from '../../core/changes/request.ts';
import { requestChange } from '../../core/changes/request-change.ts';
import { JobSpec, type JobSpecInput } from '../../core/contract/job.ts';
import { ServiceSpec, type ServiceSpecInput } from '../../core/contract/service-spec.ts';
import { scheduleJob } from '../../core/jobs/schedule-job.ts';
import { receivePolicy } from '../../core/policy/receive-policy.ts';
import { allBudgets } from '../../core/store/records/budgets.ts';
import { behaviourOf } from './cloud/catalogue.ts';
import { demandFor } from './cloud/load-model.ts';
import { LOCAL_IDENTITIES } from './local-identities.ts';
import type { Embedded } from './open-embedded.ts';
import { GRANT, nextGrantPolicy } from './policy/grant-policy.ts';

/** The program of the Job Training Grant portal, and its budget a month. */
const PROGRAM = GRANT;
const MONTHLY_MICRO_USD = 250_000_000;

/** A program for whoever tries something of their own without naming one. */
const SANDBOX = { program: 'default', monthlyMicroUsd: 500_000_000 } as const;

const PORTAL: readonly ServiceSpecInput[] = [
  {
    name: 'job-ingest',
    image: 'govlab/job-ingest:v1',
    cpuUnits: 512,
    memoryMiB: 1024,
    replicas: { min: 2, max: 4 },
    program: PROGRAM,
    owner: 'dev',
    tier: 'critical',
  },
  {
    name: 'ai-recommender',
    image: 'govlab/ai-recommender:v1',
    cpuUnits: 1024,
    memoryMiB: 4096,
    replicas: { min: 2, max: 4 },
    program: PROGRAM,
    owner: 'dev',
    dependsOn: ['job-ingest'],
  },
];

/** What runs by itself in the portal: the nightly optimizer, and a training every six hours. */
const JOBS: readonly JobSpecInput[] = [
  { name: 'optimize-resources', schedule: '0 2 * * *' },
  {
    name: 'train-recommender',
    image: 'govlab/train-recommender:v1',
    schedule: '0 */6 * * *',
    cpuUnits: 1024,
    memoryMiB: 4096,
    successWhen: [{ metric: 'accuracy', op: '>=', value: 0.9 }],
    targetService: 'ai-recommender',
    program: PROGRAM,
    owner: 'dev',
    budgetMonthlyUsd: 25,
  },
];

/** The rush: what four tasks of the recommender answer at 95 % CPU, for six hours. */
const RUSH = { cpu: 0.95, tasks: 4, forSec: 6 * 3_600 } as const;

/** Quiet hours before the rush, so that charts have a past, in seconds. */
const QUIET_SEC = 2 * 3_600;

/** Gives an empty world its budgets, so that a first deploy has money to count against. Idempotent. */
export async function giveBudgets({ ports }: Embedded): Promise<void> {
  const { items } = await ports.store.query({ ...allBudgets, limit: 1 });
  if (items.length > 0) return;
  await setBudget(ports, SANDBOX.program, SANDBOX.monthlyMicroUsd);
}

/**
 * Plays the Job Training Grant portal: its policy, budget, two services, two quiet hours, then a rush that takes the recommender
 * to its ceiling, so that a real approval waits for the visitor. Does nothing in a world that has budgets already.
 */
export async function playPortal(embedded: Embedded): Promise<void> {
  const { ports, world, cloud, clock } = embedded;
  const { items } = await ports.store.query({ ...allBudgets, limit: 1 });
  if (items.length > 0) return;
  await setBudget(ports, SANDBOX.program, SANDBOX.monthlyMicroUsd);
  await sendPolicy(embedded);
  await setBudget(ports, PROGRAM, MONTHLY_MICRO_USD);
  for (const input of PORTAL) {
    const spec = ServiceSpec.parse(input);
    await ask(
      ports,
      { target: { kind: 'service', name: spec.name }, intent: { kind: 'deploy', spec } },
      'dev',
    );
    await world.advance(10 * 60);
  }
  for (const input of JOBS) await scheduleJob(ports, JobSpec.parse(input), asked(ports, 'dev'));
  await world.advance(QUIET_SEC);
  const ordinary = cloud.demandOf('ai-recommender') ?? 1;
  const spec = ServiceSpec.parse(PORTAL[1]);
  const wanted = demandFor({
    utilization: RUSH.cpu,
    tasks: RUSH.tasks,
    behaviour: behaviourOf(spec.image),
    size: spec,
  });
  cloud.setLoad('ai-recommender', wanted / ordinary, RUSH.forSec);
  ports.log.info('story.rush-began', {
    service: 'ai-recommender',
    at: clock.now().toISOString(),
    forSec: RUSH.forSec,
  });
}

/** The Governance Layer's policy comes before anything it binds. */
async function sendPolicy({ ports, hands }: Embedded): Promise<void> {
  const { sub, kind } = LOCAL_IDENTITIES.gov;
  const sent = nextGrantPolicy([], { broken: false, sign: (message) => hands.signPolicy(message) });
  const correlationId = `portal-${ports.ids.next()}`;
  await receivePolicy(ports, { intake: sent, sent, actor: { sub, kind }, correlationId });
}

async function setBudget(ports: Embedded['ports'], program: string, monthlyMicroUsd: number): Promise<void> {
  const intent = { kind: 'budget', monthlyMicroUsd, softRatio: 0.8, hardRatio: 1 } as const;
  await ask(ports, { target: { kind: 'budget', name: program }, intent }, 'gov');
}

async function ask(
  ports: Embedded['ports'],
  wish: Pick<ChangeRequest, 'target' | 'intent'>,
  as: 'dev' | 'gov',
): Promise<void> {
  await requestChange(ports, { ...wish, ...asked(ports, as) });
}

function asked(ports: Embedded['ports'], as: 'dev' | 'gov') {
  const { sub, kind } = LOCAL_IDENTITIES[as];
  const correlationId = `portal-${ports.ids.next()}`;
  return { requestedBy: { sub, kind }, reason: 'Job Training Grant portal', correlationId };
}
