import { LOCAL_IDENTITIES } from '../../../adapters/embedded/local-identities.ts';
import { voteOnApproval } from '../../../core/approvals/vote-on-approval.ts';
import { JobSpec } from '../../../core/contract/job.ts';
import { scheduleJob } from '../../../core/jobs/schedule-job.ts';
import { find } from '../../../core/store/record-type.ts';
import { Approvals } from '../../../core/store/records/approvals.ts';
import { Changes } from '../../../core/store/records/changes.ts';
import { JobDesk } from './job-desk.ts';

const HOUR = 3_600;

describe('a job that policy wants reviewed', () => {
  it('waits for a person although its ticks come meanwhile, and then runs', async () => {
    const desk = await JobDesk.open();
    await desk.schedule();
    const verdict = async () =>
      ({
        status: 'needs manual review',
        policy: 'LAB-7',
        traceId: 't',
        group: 'program',
        obligations: [],
      }) as const;
    const ports = { ...desk.ports, admission: { policyVersion: 'none', verdict } };
    const spec = JobSpec.parse({
      name: 'train',
      schedule: '30 * * * *',
      program: 'grants',
      image: 'govlab/train-recommender:v1',
    });
    const requestedBy = { sub: 'dev', kind: 'human' } as const;
    const asked = await scheduleJob(ports, spec, { requestedBy, reason: 'half past', correlationId: 'c' });
    expect(asked.status).toBe('AWAITING_APPROVAL');
    await desk.pass(HOUR + 400);
    expect((await desk.runs()).map(({ tick, status }) => [tick, status])).toEqual([
      ['2026-03-02T13:00', 'SUCCEEDED'],
    ]);

    const approval = await find(ports.store, Approvals, asked.approvalId ?? '');
    const vote = { verdict: 'approve', planDigest: approval?.planDigest ?? '' } as const;
    const ana = {
      approvalId: asked.approvalId ?? '',
      identity: LOCAL_IDENTITIES.ana,
      vote,
      correlationId: 'c',
    };
    await voteOnApproval(ports, ana);
    expect((await find(ports.store, Changes, asked.id))?.status).toBe('DONE');
    desk.ports = ports;
    await desk.pass(HOUR);
    expect(await desk.run()).toMatchObject({ tick: '2026-03-02T13:30', status: 'SUCCEEDED' });
    await desk.close();
  });
});
