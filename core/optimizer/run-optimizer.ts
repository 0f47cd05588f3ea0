import type { Proposal, ProposalClass } from '../contract/proposal.ts';
import type { Service } from '../contract/service.ts';
import type { Ports } from '../ports.ts';
import { each, find, list } from '../store/record-type.ts';
import { Proposals, proposalsOf } from '../store/records/proposals.ts';
import { liveServices, Services } from '../store/records/services.ts';
import { followProposal } from './follow-proposals.ts';
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

/**
 * Proposes limits for every live service whose `optimize` is not `off`, stores the proposals, and asks for their Changes as
 * far as that is the night's business: a REDUCE of an `auto` service in the maintenance window, a RAISE or REBALANCE always
 * (people decide). A service that fails is logged and counted; the others go on. A repeated run does not
 * repeat a service that has its proposal of this run.
 * @returns counts by class, failures, and `predictedSavingUsd` a month of what may reduce cost.
 */
export function runOptimizer(ports: Ports, run: OptimizerRun): Promise<Readonly<Record<string, number>>> {
  return optimize(ports, each(ports.store, Services, liveServices), run);
}

/** The names of the services that a night is about, by name. */
export async function servicesOfNight({ store }: Pick<Ports, 'store'>): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const service of each(store, Services, liveServices))
    if (isOptimized(service)) names.push(service.name);
  return names;
}

/** The same for some services only: a part of a night that is shared out. A name that is gone is passed over. */
export function optimizeServices(
  ports: Ports,
  names: readonly string[],
  run: OptimizerRun,
): Promise<Readonly<Record<string, number>>> {
  return optimize(ports, named(ports, names), run);
}

async function* named({ store }: Pick<Ports, 'store'>, names: readonly string[]): AsyncGenerator<Service> {
  for (const name of names) {
    const service = await find(store, Services, name);
    if (service) yield service;
  }
}

async function optimize(
  ports: Ports,
  services: AsyncGenerator<Service>,
  run: OptimizerRun,
): Promise<Readonly<Record<string, number>>> {
  const made: (Proposal | undefined)[] = [];
  for await (const chunk of chunks(services))
    made.push(...(await Promise.all(chunk.map((service) => isolated(ports, service, run)))));
  return metricsOf(made);
}

function isOptimized({ spec, status }: Service): boolean {
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
    if (!isOptimized(service)) continue;
    chunk.push(service);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

async function isolated(ports: Ports, service: Service, run: OptimizerRun): Promise<Proposal | undefined> {
  try {
    return await optimizeService(ports, service, run);
  } catch (error) {
    ports.log.error('optimizer.service-failed', {
      service: service.name,
      runId: run.runId,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    return undefined;
  }
}

async function optimizeService(ports: Ports, service: Service, run: OptimizerRun): Promise<Proposal> {
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
  await followProposal(ports, proposal.id, run.correlationId);
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
  ports: Ports,
  older: readonly Proposal[],
  correlationId: string,
): Promise<void> {
  for (const proposal of older.filter(({ status }) => status === 'RECOMMENDED')) {
    const statusReason = 'A newer night proposed anew.';
    const superseded = proposalWith(proposal, { status: 'SUPERSEDED', statusReason });
    await ports.store.commit(proposalCommit(ports, superseded, { action: 'proposal.ended', correlationId }));
  }
}
