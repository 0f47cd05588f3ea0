import type { Job } from '../../../core/contract/job.ts';
import { jobIn, keepTimer } from '../../../lambdas/runtime/keep-timer.ts';
import { JobDesk } from '../../core/jobs/job-desk.ts';

const told = (detail: object) => ({ 'detail-type': 'change.executed', source: 'hms.ops', detail });
const event = {
  id: 'e-1',
  name: 'change.executed',
  at: '2026-01-01T00:00:00Z',
  actor: 'dev',
  correlationId: 'c',
};

describe('the timer of a job', () => {
  it('is looked at when an event of the bus names its job', () => {
    expect(jobIn(told({ ...event, job: 'train' }))).toBe('train');
    expect(jobIn(told(event))).toBeUndefined();
    expect(jobIn({ nonsense: true })).toBeUndefined();
  });

  it('becomes what the job says now, and goes when there is no such job', async () => {
    const desk = await JobDesk.open();
    await desk.schedule();
    const calls: string[] = [];
    const timers = {
      ensure: async ({ name, spec }: Pick<Job, 'name' | 'spec'>) =>
        void calls.push(`${name} ${spec.schedule}`),
      remove: async (name: string) => void calls.push(`no ${name}`),
    };
    const { store } = desk.embedded;
    await keepTimer({ store, timers }, 'train');
    await keepTimer({ store, timers }, 'gone');
    expect(calls).toEqual(['train 0 * * * *', 'no gone']);
  });

  it('goes although the job was retired, and its timer removed, while this one was being made', async () => {
    const desk = await JobDesk.open();
    await desk.schedule();
    const { store } = desk.embedded;
    const schedules = new FakeSchedules();
    const retireMeanwhile = async () => {
      if ((await desk.job()).status === 'RETIRED') return;
      await desk.change('retire');
      await keepTimer({ store, timers: schedules }, 'train');
    };
    const slow = {
      ensure: async (job: Pick<Job, 'name' | 'status'>) => {
        await retireMeanwhile();
        await schedules.ensure(job);
      },
      remove: (name: string) => schedules.remove(name),
    };
    await keepTimer({ store, timers: slow }, 'train');
    expect([...schedules.names]).toEqual([]);
  });

  it('is left to the next delivery when the job does not stop changing', async () => {
    const desk = await JobDesk.open();
    await desk.schedule();
    const restless = {
      ensure: async ({ status }: Pick<Job, 'status'>) =>
        void (await desk.change(status === 'ACTIVE' ? 'suspend' : 'resume')),
      remove: async () => undefined,
    };
    const kept = keepTimer({ store: desk.embedded.store, timers: restless }, 'train');
    await expect(kept).rejects.toMatchObject({ code: 'store.conflict' });
  });
});

/** The names that have a schedule; what is asked for is done at once. */
class FakeSchedules {
  readonly names = new Set<string>();

  async ensure({ name, status }: Pick<Job, 'name' | 'status'>): Promise<void> {
    if (status === 'RETIRED') this.names.delete(name);
    else this.names.add(name);
  }

  async remove(name: string): Promise<void> {
    this.names.delete(name);
  }
}
