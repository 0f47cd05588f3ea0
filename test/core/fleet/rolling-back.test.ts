import type { Deployment } from '../../../core/contract/service.ts';
import { next } from './next.ts';
import { approval, budget, change, deployment, revision, service, spec, ulid, V1, V2 } from './records.ts';
import { MISSING, picture, rolling, rollout, running } from './sights.ts';

const inStatus = (status: Deployment['status'], more: Partial<Deployment> = {}) =>
  deployment({ status, ...more });
const FIRST = {
  deployment: inStatus('PREPARING', { fromRevision: undefined }),
  service: service({ succeededRevisions: [] }),
};

describe('going back', () => {
  const back = (more: Partial<Deployment> = {}) =>
    inStatus('ROLLING_BACK', { statusReason: 'The image cannot be pulled.', ...more });
  const returned = running(V1, 2, { deployment: rollout({ status: 'ROLLBACK_SUCCESSFUL' }) });

  it('puts revision, spec and generation back, and says why on all three', () => {
    const after = next(
      picture(returned, {
        deployment: back(),
        changes: [change({ approvalId: ulid(60) })],
        approvals: [approval({ id: ulid(60), kind: 'change', status: 'EXECUTING' })],
      }),
    );
    expect(after.deployment).toMatchObject({
      status: 'ROLLED_BACK',
      statusReason: 'The image cannot be pulled.',
    });
    expect(after.service).toMatchObject({
      revision: 1,
      generation: 3,
      status: 'HEALTHY',
      deploymentId: undefined,
    });
    expect(after.service.spec.image).toBe('govlab/job-ingest:v1');
    expect(after.service.statusReason).toContain('The image cannot be pulled.');
    expect(after.revisions.find(({ number }) => number === 2)?.outcome).toBe('failed');
    expect(after.changes[0]).toMatchObject({ status: 'FAILED', statusReason: 'The image cannot be pulled.' });
    expect(after.approvals[0]?.status).toBe('FAILED');
    expect(after.actions).toMatchObject([
      { kind: 'rollOut', request: { generation: 3, contentHash: V1.contentHash } },
    ]);
  });

  it('calls the change REVERTED when it failed only in its bake', () => {
    const after = next(picture(returned, { deployment: back(), changes: [change({ status: 'VERIFYING' })] }));
    expect(after.changes[0]?.status).toBe('REVERTED');
  });

  it('gives the money back that the larger size had committed', () => {
    const large = revision(2, spec('govlab/job-ingest:v2', { cpuUnits: 1024, memoryMiB: 4096 }), 'pending');
    const observed = running(V1, 2, {
      deployment: rollout({ status: 'ROLLBACK_SUCCESSFUL', targetContentHash: large.contentHash }),
    });
    const after = next(
      picture(observed, {
        service: service({ spec: spec('govlab/job-ingest:v2', { cpuUnits: 1024, memoryMiB: 4096 }) }),
        revisions: [V1, large],
        deployment: back(),
        budget: budget({ committedMicroUsd: 170_119_200 }),
      }),
    );
    expect(after.budget?.committedMicroUsd).toBe(170_119_200 - 4 * (42_529_800 - 18_020_050));
    expect(after.told).toContain('budget.changed');
  });

  it('waits while the platform is at work', () => {
    const busy = rolling({ status: 'ROLLBACK_IN_PROGRESS' });
    const after = next(picture(busy, { deployment: back() }));
    expect(after.deployment?.status).toBe('ROLLING_BACK');
    expect(after.kinds).toEqual([]);
  });

  it('rolls the earlier revision out where the platform cannot stop a rollout', () => {
    const cannot = picture(
      rolling(),
      { deployment: back() },
      { features: { pauseHooks: false, stopDeployment: false } },
    );
    expect(next(cannot).actions).toMatchObject([
      { kind: 'rollOut', request: { contentHash: V1.contentHash } },
    ]);
  });

  it('rolls the earlier revision out where the stop came too late', () => {
    const late = picture(rolling({ status: 'SUCCESSFUL' }), { deployment: back() });
    expect(next(late).actions).toMatchObject([{ kind: 'rollOut', request: { contentHash: V1.contentHash } }]);
  });

  it('ends as FAILED, and does not try for ever, when the earlier revision does not start either', () => {
    const stuck = rolling({ status: 'ROLLBACK_FAILED', targetContentHash: V1.contentHash });
    const after = next(picture(stuck, { deployment: back() }));
    expect(after.deployment?.status).toBe('FAILED');
    expect(after.kinds).toEqual([]);
  });

  it('ends at once when the platform never took the rollout', () => {
    expect(next(picture(running(V1, 1), { deployment: back() })).deployment?.status).toBe('ROLLED_BACK');
  });

  it('has nowhere to go from a first revision: FAILED, and it is not created again', () => {
    const halted = running(V2, 2, {
      healthyByContent: {},
      runningCount: 0,
      deployment: rollout({ status: 'STOPPED', statusReason: 'No rollback candidate.' }),
    });
    const records = { ...FIRST, deployment: back({ fromRevision: undefined }) };
    const after = next(picture(halted, records));
    expect(after.deployment?.status).toBe('FAILED');
    expect(after.service.status).toBe('FAILED');
    expect(after.service.statusReason).toContain('The image cannot be pulled.');
    expect(next(picture(MISSING, records)).kinds).toEqual([]);
  });
});
