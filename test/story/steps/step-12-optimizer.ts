import type { Proposal } from '../../../core/contract/proposal.ts';
import type { ServiceSpecInput } from '../../../core/contract/service-spec.ts';
import { formatUsd } from '../../../core/format.ts';
import { checkInvariants } from '../invariants.ts';
import { AI_RECOMMENDER, JOB_INGEST, PROGRAM } from '../portal-services.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';
import type { StoryWorld } from '../story-world.ts';

/** Just after midnight, so that the first night comes after 25 hours. */
const MONDAY = '2026-12-07T00:40:00.000Z';

/** When things happen, in hours after the beginning: at 04:00, at 20:00, and after the first night. */
const HOURS = { calm: 3 + 20 / 60, newcomer: 19 + 20 / 60, night: 25 + 40 / 60 } as const;

/** A service far too generous with memory, and with no room to grow when its load does. */
const GRANT_SEARCH: ServiceSpecInput = {
  name: 'grant-search',
  image: 'public/whoami:v1',
  cpuUnits: 512,
  memoryMiB: 4096,
  replicas: { min: 2, max: 2 },
  program: PROGRAM,
  optimize: 'auto',
};

const NEWCOMER: ServiceSpecInput = {
  name: 'portal-web',
  image: 'govlab/portal-web:v1',
  replicas: { min: 1, max: 2 },
  program: PROGRAM,
};

/** The night lowers what is too large, asks people for what is too small, verifies what it did, and undoes what was wrong. */
export const optimizer: Step = {
  number: 12,
  title:
    'the night finds 4 GB where 2 do: applied, verified, booked; a raise asks people; 6 h are too little; a regression is undone',
  async run({ aside }) {
    const side = await aside(MONDAY);
    try {
      return await playNights(side.world);
    } finally {
      await side.close();
    }
  },
};

async function playNights(world: StoryWorld): Promise<string> {
  const begunMs = Date.parse(await world.now());
  const reach = (hours: number) => advanceTo(world, new Date(begunMs + hours * 3_600_000).toISOString());
  await prepare(world, reach);
  await reach(HOURS.night);
  const reduced = await reducedByNight(world);
  const raised = await raisedByPeople(world);
  const young = await newest(world, 'portal-web');
  promise.equal(young.class, 'INSUFFICIENT_DATA', 'the class of a service with 6 h of data');
  const undone = await undoneAfterRegression(world);
  const booked = await bookedAfterADay(world, reduced);
  await blockedSince(world, undone);
  await checkInvariants(world);
  return `${reduced.explanation[0]} ${booked.statusReason} ${raised} ${undone.statusReason} ${young.statusReason}`;
}

/** A day of ordinary load with one rush hour; job-ingest is at its ceiling all day. */
async function prepare(world: StoryWorld, reach: (hours: number) => Promise<void>): Promise<void> {
  await world.giveBudget(300);
  const ai = { ...AI_RECOMMENDER, optimize: 'auto', dependsOn: [] } as const;
  for (const body of [JOB_INGEST, ai, GRANT_SEARCH]) await world.as('dev').deployService({ body });
  for (const { name } of [JOB_INGEST, ai, GRANT_SEARCH]) await world.healthy(name, 2);
  const body = {
    name: 'optimize-resources',
    schedule: '0 2 * * *',
    builtin: 'optimize-resources',
    program: PROGRAM,
  } as const;
  await world.as('dev').scheduleJob({ body });
  const times = (service: string, factor: number, hours: number) =>
    world.dev.setLoad({ body: { service, factor, forSec: hours * 3_600 } });
  await times('job-ingest', 4, 200);
  await times('ai-recommender', 2.6, 2);
  await reach(HOURS.calm);
  await times('ai-recommender', 1.25, 200);
  await reach(HOURS.newcomer);
  await world.giveBudget(318);
  await world.as('dev').deployService({ body: NEWCOMER });
}

async function advanceTo(world: StoryWorld, instant: string): Promise<void> {
  await world.advance(Math.max(0, (Date.parse(instant) - Date.parse(await world.now())) / 1_000));
}

async function newest(world: StoryWorld, service: string): Promise<Proposal> {
  const { items } = await world.as('ana').listProposals({ query: { service } });
  return items[0] ?? promise.broken(`the night made no proposal for ${service}`);
}

function proposalIs(
  world: StoryWorld,
  service: string,
  status: Proposal['status'],
  maxSec = 3_600,
): Promise<Proposal> {
  return world.until(
    `the proposal for ${service} ${status}`,
    async () => {
      const { items } = await world.as('ana').listProposals({ query: { service } });
      return items.find((proposal) => proposal.status === status);
    },
    { maxSec, everySec: 300 },
  );
}

async function reducedByNight(world: StoryWorld): Promise<Proposal> {
  const proposal = await proposalIs(world, 'ai-recommender', 'VERIFYING');
  promise.equal(proposal.class, 'REDUCE', 'the class for ai-recommender');
  promise.equal(proposal.after, { ...proposal.before, memoryMiB: 2_048 }, 'the limits proposed');
  promise.that((proposal.evidence.memoryMaxMiB ?? 0) <= 1_420, 'its memory is at most 1,420 MiB');
  promise.that(proposal.explanation[0]?.includes('$42.53 -> $36.04') ?? false, `${proposal.explanation[0]}`);
  promise.equal(proposal.alternatives.length, 2, 'rejected alternatives');
  const service = await world.healthy('ai-recommender', 2);
  promise.equal(service.spec.memoryMiB, 2_048, 'the memory that runs');
  return proposal;
}

async function raisedByPeople(world: StoryWorld): Promise<string> {
  const proposal = await newest(world, 'job-ingest');
  promise.equal(
    [proposal.class, proposal.status],
    ['RAISE', 'AWAITING_APPROVAL'],
    'the proposal for job-ingest',
  );
  promise.that(proposal.after.max > 4, `it raises the maximum to ${proposal.after.max}`);
  const open = await world.openApprovals('job-ingest');
  const approval = open.find(({ changeId }) => changeId === proposal.changeId);
  if (!approval) return promise.broken('the raise asks for approval');
  for (const { group } of approval.quorum) await world.vote(group === 'finance' ? 'ben' : 'ana', approval);
  await world.until(
    'the raise in force',
    async () => (await world.service('job-ingest')).bounds.max === proposal.after.max,
  );
  return `job-ingest: max 4 -> ${proposal.after.max} for ${formatUsd(proposal.cost.ceiling.deltaMicroUsd)} a month at most, approved.`;
}

async function undoneAfterRegression(world: StoryWorld): Promise<Proposal> {
  const applied = await proposalIs(world, 'grant-search', 'VERIFYING');
  promise.equal(applied.after.memoryMiB, 2_048, 'the memory of grant-search');
  await world.loadTo('grant-search', 0.65);
  const undone = await proposalIs(world, 'grant-search', 'REVERTED', 4 * 3_600);
  await world.healthy('grant-search', 2);
  promise.equal((await world.service('grant-search')).spec.memoryMiB, 4_096, 'the memory after going back');
  return undone;
}

async function bookedAfterADay(world: StoryWorld, { id, appliedAt }: Proposal): Promise<Proposal> {
  const applied = appliedAt ?? promise.broken('the proposal does not say when it was applied');
  await advanceTo(world, new Date(Date.parse(applied) + 86_400_000).toISOString());
  const proposal = await world.until('the verification', async () => {
    const seen = await world.as('ana').getProposal({ params: { id } });
    return seen.status === 'VERIFIED' && seen;
  });
  promise.that((proposal.realisedSavingMicroUsd ?? 0) > 0, `it saved ${proposal.realisedSavingMicroUsd}`);
  const savings = await world.as('ana').getSavings();
  promise.equal(
    savings.realisedMicroUsd,
    proposal.realisedSavingMicroUsd,
    'the realised savings of the month',
  );
  promise.equal(savings.reverted, 1, 'proposals undone this month');
  return proposal;
}

/** A later night that may touch it again does not go the same way. */
async function blockedSince(world: StoryWorld, { revertedAt = '' }: Proposal): Promise<void> {
  await advanceTo(world, new Date(Date.parse(revertedAt) + 26 * 3_600_000).toISOString());
  await world.as('dev').startRun({ params: { name: 'optimize-resources' }, body: {} });
  await world.advance(300);
  const proposal = await newest(world, 'grant-search');
  promise.that(
    proposal.after.memoryMiB >= 4_096,
    `its memory is left alone: ${proposal.class} ${proposal.statusReason}`,
  );
}
