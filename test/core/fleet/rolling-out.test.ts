import type { Deployment } from '../../../core/contract/service.ts';
import { next } from './next.ts';
import { approval, at, change, deployment, revision, service, spec, ulid, V1, V2 } from './records.ts';
import { MISSING, picture, rolling, rollout, running, stopped } from './sights.ts';

const inStatus = (status: Deployment['status'], more: Partial<Deployment> = {}) =>
  deployment({ status, ...more });
const FIRST = {
  deployment: inStatus('PREPARING', { fromRevision: undefined }),
  service: service({ succeededRevisions: [] }),
};

describe('starting a rollout', () => {
  it('creates a service that the platform does not know, with its count, its tags and no alarms yet', () => {
    const { actions, service: after } = next(picture(MISSING, FIRST));
    expect(after.status).toBe('CREATING');
    expect(actions).toMatchObject([
      {
        kind: 'create',
        request: {
          generation: 2,
          desiredCount: 2,
          rollbackAlarms: [],
          circuitBreaker: { thresholdType: 'COUNT', threshold: 2, resetOnHealthyTask: false },
          tags: {
            'hms:generation': '2',
            'hms:service': 'job-ingest',
            'hms:program': 'job-training',
            'hms:change': ulid(2),
          },
          cause: { actor: 'dev', changeId: ulid(2) },
        },
      },
    ]);
  });

  it('rolls out when our generation is ahead, without a word about the task count', () => {
    const { actions } = next(picture(running(V1, 1)));
    expect(actions).toMatchObject([
      {
        kind: 'rollOut',
        request: {
          generation: 2,
          contentHash: V2.contentHash,
          rollbackAlarms: expect.arrayContaining(['hms/test/job-ingest/5xx-high']),
        },
      },
    ]);
    expect(JSON.stringify(actions)).not.toContain('desiredCount');
  });

  it('names no rollback alarm that rings already, since the platform would ignore it', () => {
    const { actions } = next(
      picture(running(V1, 1), { service: service({ alarms: { '5xx-high': 'ALARM' } }) }),
    );
    expect(JSON.stringify(actions)).not.toContain('5xx-high');
  });

  it('says it again when the platform shows our tag but neither our content nor our rollout', () => {
    expect(next(picture(running(V1, 2))).kinds).toEqual(['rollOut']);
  });

  it('is under way once the platform has taken it', () => {
    const after = next(picture(rolling({ healthyTasks: 1 })));
    expect(after.deployment).toMatchObject({
      status: 'ROLLING_OUT',
      healthyTasks: 1,
      platformId: 'ecs-svc/1',
      lastProgressAt: at(5),
    });
    expect(after.service.status).toBe('DEPLOYING');
    expect(after.told).toContain('deployment.started');
    expect(after.kinds).toEqual([]);
  });
});

describe('ending a rollout well', () => {
  const done = picture(
    rolling({ status: 'SUCCESSFUL', healthyTasks: 2 }, { healthyByContent: { [V2.contentHash]: 2 } }),
    {
      deployment: inStatus('ROLLING_OUT'),
      changes: [change({ approvalId: ulid(60) })],
      approvals: [approval({ id: ulid(60), kind: 'change', status: 'EXECUTING' })],
    },
  );

  it('settles deployment, revision, service, change and approval in one step', () => {
    const after = next(done);
    expect(after.deployment).toMatchObject({ status: 'SUCCEEDED', endedAt: at(5) });
    expect(after.revisions.find(({ number }) => number === 2)?.outcome).toBe('succeeded');
    expect(after.service).toMatchObject({
      status: 'HEALTHY',
      succeededRevisions: [2, 1],
      deploymentId: undefined,
      deployedAt: at(5),
    });
    expect(after.changes[0]?.status).toBe('DONE');
    expect(after.approvals[0]?.status).toBe('EXECUTED');
    expect(after.told).toEqual([
      'change.done',
      'approval.executed',
      'deployment.succeeded',
      'service.status-changed',
    ]);
  });

  it('believes the tasks where the platform reports no rollout of its own', () => {
    expect(next(picture(running(V2, 2), { deployment: inStatus('ROLLING_OUT') })).deployment?.status).toBe(
      'SUCCEEDED',
    );
    const short = running(V2, 2, { healthyByContent: { [V2.contentHash]: 1 } });
    expect(next(picture(short, { deployment: inStatus('ROLLING_OUT') })).deployment?.status).toBe(
      'ROLLING_OUT',
    );
  });

  it('keeps the twenty newest successes and forgets older revisions', () => {
    const revisions = Array.from({ length: 26 }, (_, i) =>
      revision(i + 1, spec(`govlab/job-ingest:v${i + 1}`)),
    );
    const target = revisions[25] ?? V2;
    const observed = running(target, 2, {
      deployment: rollout({ status: 'SUCCESSFUL', targetContentHash: target.contentHash }),
    });
    const after = next(
      picture(observed, {
        revisions,
        service: service({ revision: 26, succeededRevisions: Array.from({ length: 20 }, (_, i) => 25 - i) }),
        deployment: inStatus('ROLLING_OUT', { revision: 26, fromRevision: 25 }),
      }),
    );
    expect(after.service.succeededRevisions).toEqual(Array.from({ length: 20 }, (_, i) => 26 - i));
    expect(after.forgotten.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('starts the deployment that waits, now that nothing is in flight', () => {
    const queued = deployment({ id: ulid(103), changeId: ulid(3), status: 'QUEUED' });
    const records = {
      ...done.records,
      queued,
      service: service({ queuedDeploymentId: ulid(103) }),
      changes: [change(), change({ id: ulid(3), status: 'APPROVED' })],
    };
    expect(next({ ...done, records }).actions).toEqual([{ kind: 'executeChange', changeId: ulid(3) }]);
    const busy = picture(rolling(), records);
    expect(next(busy).kinds).toEqual([]);
  });
});

describe('giving a rollout up', () => {
  const under = (more: Partial<Deployment> = {}) => ({ deployment: inStatus('ROLLING_OUT', more) });
  const failing = (...stops: ReturnType<typeof stopped>[]) => rolling({}, { stoppedTasks: stops });

  it('goes on after one task that cannot pull its image, and stops at the second', () => {
    expect(next(picture(failing(stopped(1)), under())).deployment?.status).toBe('ROLLING_OUT');
    const after = next(picture(failing(stopped(2), stopped(1)), under()));
    expect(after.deployment).toMatchObject({
      status: 'ROLLING_BACK',
      cause: { kind: 'image-cannot-be-pulled', times: 2 },
    });
    expect(after.deployment?.statusReason).toMatch(/^The image govlab\/job-ingest:v2 cannot be pulled: /);
    expect(after.service).toMatchObject({ status: 'ROLLING_BACK' });
    expect(after.service.statusReason).toContain('cannot be pulled');
    expect(after.kinds).toEqual(['stopDeployment']);
  });

  it('does not count stops of another revision, of an earlier rollout, or that somebody wanted', () => {
    const others = [
      stopped(2, { contentHash: V1.contentHash }),
      stopped(-3),
      stopped(3, {
        stopCode: 'ServiceSchedulerInitiated',
        stoppedReason: 'Scaling activity initiated by (deployment ecs-svc/1)',
      }),
      stopped(1),
    ];
    expect(next(picture(failing(...others), under())).deployment?.status).toBe('ROLLING_OUT');
  });

  const deadlines: readonly [string, Partial<Deployment>, number, Deployment['status']][] = [
    ['14 min without progress', { lastProgressAt: at(0) }, 14, 'ROLLING_OUT'],
    ['15 min without progress', { lastProgressAt: at(0) }, 15, 'ROLLING_BACK'],
    ['59 min with progress', { lastProgressAt: at(50) }, 59, 'ROLLING_OUT'],
    ['60 min with progress', { lastProgressAt: at(50) }, 60, 'ROLLING_BACK'],
    ['70 min of which it waited 20', { lastProgressAt: at(60), waitedSec: 1_200 }, 70, 'ROLLING_OUT'],
  ];
  it.each(deadlines)('%s', (_, more, minute, status) => {
    const after = next(picture(rolling(), under(more), { now: at(minute) }));
    expect(after.deployment?.status).toBe(status);
  });

  it('takes a new healthy task as progress', () => {
    const late = picture(rolling({ healthyTasks: 1 }), under({ lastProgressAt: at(0) }), { now: at(20) });
    expect(next(late).deployment).toMatchObject({ status: 'ROLLING_OUT', lastProgressAt: at(20) });
  });

  it('tells the cause when the platform gave up by itself', () => {
    const gaveUp = rolling(
      { status: 'ROLLBACK_IN_PROGRESS', statusReason: 'circuit breaker' },
      { stoppedTasks: [stopped(1)] },
    );
    const after = next(picture(gaveUp, under()));
    expect(after.deployment).toMatchObject({ status: 'ROLLING_BACK' });
    expect(after.deployment?.statusReason).toContain('cannot be pulled');
    expect(after.kinds).toEqual([]);
  });
});
