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
});
