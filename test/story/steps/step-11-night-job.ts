import type { JobRun, JobSpecInput } from '../../../core/contract/job.ts';
import { PROGRAM } from '../portal-services.ts';
import { promise } from '../promise.ts';
import type { Step } from '../step.ts';
import type { SideWorld, StoryWorld } from '../story-world.ts';

const NEW_YORK = 'America/New_York';

const TRAINING: JobSpecInput = {
  name: 'train-recommender',
  image: 'govlab/train-recommender:v1',
  schedule: '30 2 * * *',
  timeZone: NEW_YORK,
  program: PROGRAM,
  successWhen: [{ metric: 'accuracy', op: '>=', value: 0.9 }],
};

/** The story's week has no clock change, so two small worlds stand beside it: one at each change. */
export const nightJob: Step = {
  number: 11,
  title: 'the night job: once a local night across both DST changes; duplicates, kills, overlap, downtime',
  async run(world) {
    const spring = await springNights(world);
    const autumn = await autumnNights(world);
    return `${[...spring, ...autumn].join(', ')}; every timer fired twice; killed: RETRY_WAIT, then SUCCEEDED; overlap skipped; 6 h down: 1 caught up, 5 MISSED`;
  },
};

/** 2026-03-08: the clocks of New York skip 02:30. */
async function springNights({ aside }: StoryWorld): Promise<readonly string[]> {
  const side = await aside('2026-03-08T06:30:00Z', { twice: true });
  try {
    const { world } = side;
    await schedule(world, TRAINING);
    await schedule(world, {
      ...TRAINING,
      name: 'hosted',
      image: 'govlab/train-recommender:v5-host',
      schedule: 'manual',
    });
    await schedule(world, { ...TRAINING, name: 'crowded', schedule: '*/2 4 * * *' });
    const nights = await nightsOf(world, 25, ['2026-03-08T02:30 07:00Z', '2026-03-09T02:30 06:30Z']);
    await overlaps(world);
    await killed(world);
    return nights;
  } finally {
    await side.close();
  }
}

/** 2026-11-01: the clocks of New York show 01:30 twice. */
async function autumnNights({ aside }: StoryWorld): Promise<readonly string[]> {
  let side = await aside('2026-11-01T05:00:00Z', { twice: true });
  try {
    await schedule(side.world, { ...TRAINING, schedule: '30 1 * * *' });
    const nights = await nightsOf(side.world, 26, ['2026-11-01T01:30 05:30Z', '2026-11-02T01:30 06:30Z']);
    side = await downtime(side);
    return nights;
  } finally {
    await side.close();
  }
}

/** Every night has one run, however often its timer fired, and one task ran for it. */
async function nightsOf(
  world: StoryWorld,
  hours: number,
  wanted: readonly string[],
): Promise<readonly string[]> {
  await world.advance(hours * 3_600);
  const runs = await runsOf(world, TRAINING.name);
  const nights = runs.map(({ tick, scheduledAt }) => `${tick} ${scheduledAt.slice(11, 16)}Z`).reverse();
  promise.equal(nights, wanted, 'the nights that ran, and when');
  promise.equal(
    runs.map(({ status }) => status),
    wanted.map(() => 'SUCCEEDED'),
    'how they ended',
  );
  const { mutations } = await world.dev.getCloud();
  const started = mutations.filter(({ call, service }) => call === 'RunTask' && service === TRAINING.name);
  promise.equal(started.length, wanted.length, 'tasks that were started');
  return nights;
}

async function overlaps(world: StoryWorld): Promise<void> {
  const statuses = (await runsOf(world, 'crowded')).map(({ status }) => status);
  promise.that(statuses.includes('SKIPPED_OVERLAP'), 'a tick during a run is SKIPPED_OVERLAP');
  promise.that(statuses.includes('SUCCEEDED'), 'the others succeed');
  promise.that(
    statuses.every((s) => s === 'SKIPPED_OVERLAP' || s === 'SUCCEEDED'),
    `only these: ${statuses}`,
  );
}

/** The host of the first attempt dies under it. */
async function killed(world: StoryWorld): Promise<void> {
  const asked = { params: { name: 'hosted' }, body: { reason: 'a run whose worker will be killed' } };
  const { id } = await world.as('dev').startRun(asked);
  const reached = (status: JobRun['status']) =>
    world.until(
      `the killed run ${status}`,
      async () => {
        const run = await world.as('dev').getRun({ params: { name: 'hosted', id } });
        return run.status === status && run;
      },
      { everySec: 10 },
    );
  await reached('RETRY_WAIT');
  const run = await reached('SUCCEEDED');
  promise.equal(
    run.attempts.map(({ cause }) => cause ?? 'none'),
    ['infra', 'none'],
    'causes of its attempts',
  );
}

/** Nothing ticks for six hours; of the six ticks that came, one is caught up. */
async function downtime(side: SideWorld): Promise<SideWorld> {
  await schedule(side.world, { ...TRAINING, name: 'hourly', schedule: '0 * * * *' });
  const from = Date.parse(await side.world.now());
  const later = await side.restart(new Date(from + 6.5 * 3_600_000).toISOString());
  await later.world.advance(15 * 60);
  const runs = await runsOf(later.world, 'hourly');
  promise.equal(
    runs.map(({ status, trigger }) => `${status} ${trigger}`),
    ['SUCCEEDED catch-up', ...Array.from({ length: 5 }, () => 'MISSED schedule')],
    'after six hours of downtime',
  );
  return later;
}

async function schedule(world: StoryWorld, body: JobSpecInput): Promise<void> {
  const change = await world.as('dev').scheduleJob({ body });
  promise.equal(change.status, 'DONE', `${body.name} is scheduled`);
  const again = await world.as('dev').scheduleJob({ body });
  promise.equal(again.id, change.id, 'the same spec again is the same change');
}

async function runsOf(world: StoryWorld, name: string): Promise<readonly JobRun[]> {
  return (await world.as('dev').listRuns({ params: { name }, query: { limit: 100 } })).items;
}
