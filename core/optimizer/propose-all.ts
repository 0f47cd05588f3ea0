import type { Proposal, ProposalClass } from '../contract/proposal.ts';
import type { Service } from '../contract/service.ts';
import type { Ports } from '../ports.ts';
import { each, list } from '../store/record-type.ts';
import { Proposals, proposalsOf } from '../store/records/proposals.ts';
import { liveServices, Services } from '../store/records/services.ts';
import { proposeFor } from './propose-for.ts';
import { proposalCommit, proposalWith, WAITS_FOR_WINDOW } from './record-proposal.ts';

/** A run of the night, as the job names it. */
export interface OptimizerRun {
  readonly runId: string;
  readonly correlationId: string;
}

/** So many services are worked on side by side: as many as one page of metrics holds on AWS would be 116; memory bounds it here. */
const CHUNK = 4;

/** The field of the run's metrics that each class is counted in. */
const COUNTED: Readonly<Record<ProposalClass, string>> = {
  REDUCE: 'reduce',
  RAISE: 'raise',
  REBALANCE: 'rebalance',
  NO_CHANGE: 'noChange',
  INSUFFICIENT_DATA: 'insufficientData',
  CONFLICT: 'conflict',
};

/** What proposing takes: it reads what was measured, and stores. */
export type NightPorts = Pick<Ports, 'store' | 'metrics' | 'clock' | 'ids' | 'prices' | 'forecaster' | 'log'>;

/** What becomes of a proposal once it is stored. */
export type FollowUp = (proposalId: string) => Promise<unknown>;

/** A night's work: which services, in the course of which run, and what is done about each proposal at once. */
export interface NightWork {
  readonly services: AsyncGenerator<Service>;
  readonly run: OptimizerRun;
  readonly followUp?: FollowUp;
}

/** The services that a night is about, by name: those whose `optimize` is not `off`. */
export async function* servicesOfNight({ store }: Pick<Ports, 'store'>): AsyncGenerator<Service> {
  for await (const service of each(store, Services, liveServices)) if (isOptimized(service)) yield service;
}

/**
 * Proposes limits for each of `services` and stores the proposals. A service that fails is logged and counted; the others
 * go on. A repeated run does not repeat a service that has its proposal of this run.
 * @returns counts by class, failures, and `predictedSavingUsd` a month of what may reduce cost.
 */
export async function proposeAll(
  ports: NightPorts,
  { services, ...work }: NightWork,
): Promise<Readonly<Record<string, number>>> {
  const made: (Proposal | undefined)[] = [];
  for await (const chunk of chunks(services))
    made.push(...(await Promise.all(chunk.map((service) => isolated(ports, service, work)))));
  return metricsOf(made);
}

/** Whether a night looks at this service. */
export function isOptimized({ spec, status }: Service): boolean {
  return spec.optimize !== 'off' && status !== 'RETIRING';
}

function metricsOf(made: readonly (Proposal | undefined)[]): Readonly<Record<string, number>> {
  const proposals = made.filter((proposal) => proposal !== undefined);
  const byClass = Object.entries(COUNTED).map(([kind, field]) => [
    field,
    proposals.filter((proposal) => proposal.class === kind).length,
  ]);
  const saving = proposals
    .filter(({ class: kind }) => kind === 'REDUCE' || kind === 'REBALANCE')
    .reduce((total, { predictedSavingMicroUsd }) => total + predictedSavingMicroUsd, 0);
  return {
    services: made.length,
    failed: made.length - proposals.length,
    ...Object.fromEntries(byClass),
    predictedSavingUsd: saving / 1_000_000,
  };
}

async function* chunks(services: AsyncGenerator<Service>): AsyncGenerator<readonly Service[]> {
  let chunk: Service[] = [];
  for await (const service of services) {
    chunk.push(service);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

type Course = Omit<NightWork, 'services'>;

async function isolated(ports: NightPorts, service: Service, work: Course): Promise<Proposal | undefined> {
  try {
    return await optimizeService(ports, service, work);
  } catch (error) {
    ports.log.error('optimizer.service-failed', {
      service: service.name,
      runId: work.run.runId,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return undefined;
  }
}

async function optimizeService(
  ports: NightPorts,
  service: Service,
  { run, followUp }: Course,
): Promise<Proposal> {
  const { items } = await list(ports.store, Proposals, {
    ...proposalsOf(service.name),
    limit: OPEN_LOOK_BACK,
  });
  const known = items.find(({ runId }) => runId === run.runId);
  if (known) return known;
  const draft = await proposeFor(ports, service);
  const proposal: Proposal = {
    ...draft,
    id: ports.ids.next(),
    service: service.name,
    program: service.program,
    at: ports.clock.now().toISOString(),
    runId: run.runId,
    ...standing(service, draft),
    version: 1,
  };
  await supersedeRecommended(ports, items, run.correlationId);
  await ports.store.commit(proposalCommit(ports, proposal, { action: 'proposal.made', ...run }));
  await followUp?.(proposal.id);
  return proposal;
}

/** How many of a service's newest proposals are looked through for one of this run, and for ones that nobody applied. */
const OPEN_LOOK_BACK = 10;

function standing(
  { spec }: Service,
  { class: kind, statusReason }: Pick<Proposal, 'class' | 'statusReason'>,
): Pick<Proposal, 'status' | 'statusReason'> {
  if (kind === 'RAISE' || kind === 'REBALANCE')
    return { status: 'RECOMMENDED', statusReason: 'People are being asked.' };
  if (kind !== 'REDUCE') return { status: 'NONE', statusReason };
  return spec.optimize === 'auto'
    ? { status: 'RECOMMENDED', statusReason: WAITS_FOR_WINDOW }
    : { status: 'RECOMMENDED', statusReason: 'It is applied when a person says so.' };
}

/** A recommendation that nobody took is replaced by tonight's. */
async function supersedeRecommended(
  ports: NightPorts,
  older: readonly Proposal[],
  correlationId: string,
): Promise<void> {
  for (const proposal of older.filter(({ status }) => status === 'RECOMMENDED')) {
    const statusReason = 'A newer night proposed anew.';
    const superseded = proposalWith(proposal, { status: 'SUPERSEDED', statusReason });
    await ports.store.commit(proposalCommit(ports, superseded, { action: 'proposal.ended', correlationId }));
  }
}
