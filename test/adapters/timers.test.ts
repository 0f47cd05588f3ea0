import { NO_EVENT_FAULTS } from '../../adapters/embedded/cloud/event-bus.ts';
import { type Embedded, openEmbedded } from '../../adapters/embedded/open-embedded.ts';
import { giveBudgets } from '../../adapters/embedded/portal-story.ts';
import type { TimerFaults } from '../../adapters/embedded/timers.ts';
import { JobSpec } from '../../core/contract/job.ts';
import { scheduleJob } from '../../core/jobs/schedule-job.ts';
import { list } from '../../core/store/record-type.ts';
import { JobRuns, runsOf } from '../../core/store/records/job-runs.ts';

/** Half past a minute, so that ticks of the control plane and of the job do not fall together by themselves. */
const START = new Date('2026-03-02T12:00:30.000Z');

async function open(timers: TimerFaults): Promise<Embedded> {
  const faults = { events: NO_EVENT_FAULTS, platform: <Same>(same: Same) => same, timers };
  const embedded = await openEmbedded({ start: START, seed: 1, speed: 0, logLevel: 'silent', faults });
  await giveBudgets(embedded);
  const spec = JobSpec.parse({ name: 'train', schedule: '0 * * * *', image: 'govlab/train-recommender:v1' });
  const requestedBy = { sub: 'dev', kind: 'human' } as const;
  await scheduleJob(embedded.ports, spec, { requestedBy, reason: 'test', correlationId: 'test' });
  return embedded;
}

describe('timers that only hint', () => {
  it.each<[string, TimerFaults]>([
    ['fire in time', {}],
    ['fire twice', { twice: true }],
    ['fire late', { lateSec: 37 }],
    ['fire late and twice', { twice: true, lateSec: 90 }],
    ['never fire', { never: true }],
  ])('leave one run a tick where they %s', async (_what, faults) => {
    const { world, cloud, store, close } = await open(faults);
    await world.advance(3 * 3_600);
    const { items } = await list(store, JobRuns, { ...runsOf('train'), limit: 10 });
    const ticks = ['2026-03-02T15:00', '2026-03-02T14:00', '2026-03-02T13:00'];
    expect(items.map(({ tick, status }) => `${tick} ${status}`).slice(1)).toEqual(
      ticks.slice(1).map((tick) => `${tick} SUCCEEDED`),
    );
    expect(items[0]?.tick).toBe(ticks[0]);
    expect(cloud.mutations.filter(({ call }) => call === 'RunTask')).toHaveLength(3);
    await close();
  });
});
