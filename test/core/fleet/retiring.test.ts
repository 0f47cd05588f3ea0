import { next } from './next.ts';
import { approval, at, change, deployment, service, ulid, V1 } from './records.ts';
import { MISSING, picture, quiet, rolling, running } from './sights.ts';

const retire = change({ id: ulid(9), kind: 'retire', approvalId: ulid(60) }, { kind: 'retire' });
const going = { status: 'RETIRING', desiredCount: 0, generation: 2, lastChangeId: ulid(9) } as const;
const records = {
  changes: [retire],
  approvals: [approval({ id: ulid(60), kind: 'change', status: 'EXECUTING' })],
};
const with_ = (observed: Parameters<typeof quiet>[0], alarmsDiffer = true) => ({
  ...quiet(observed, going, records),
  alarmsDiffer,
});

describe('retiring a service', () => {
  it('scales to 0, waits until it is drained, removes alarms, then the service', () => {
    expect(next(with_(running(V1, 1))).actions).toMatchObject([
      { kind: 'setDesiredCount', request: { desiredCount: 0, cause: { changeId: ulid(9) } } },
    ]);
    const draining = running(V1, 1, { desiredCount: 0, runningCount: 1 });
    expect(next(with_(draining)).kinds).toEqual([]);
    expect(next(with_(draining)).service.statusReason).toBe('It is being drained; tasks left: 1.');
    const drained = running(V1, 1, { desiredCount: 0, runningCount: 0, healthyByContent: {} });
    expect(next(with_(drained)).kinds).toEqual(['removeAlarms', 'remove']);
    expect(next(with_(drained, false)).kinds).toEqual(['remove']);
    expect(next(with_(running(V1, 1, { status: 'DRAINING', desiredCount: 0 }), false)).kinds).toEqual([]);
  });

  it('is over when neither the service nor an alarm is left, and keeps the history', () => {
    expect(next(with_(MISSING)).service.status).toBe('RETIRING');
    const after = next(with_(MISSING, false));
    expect(after.service).toMatchObject({
      status: 'RETIRED',
      retiredAt: at(5),
      desiredCount: 0,
      revision: 1,
    });
    expect(after.changes[0]?.status).toBe('DONE');
    expect(after.approvals[0]?.status).toBe('EXECUTED');
    expect(after.told).toEqual(['service.retired', 'change.done', 'approval.executed']);
    expect(after.forgotten).toEqual([]);
    expect(next({ ...with_(MISSING, false), records: after }).told).toEqual([]);
  });

  it('ends whatever was being deployed and whatever waited', () => {
    const after = next(
      picture(rolling(), {
        service: service({ ...going, queuedDeploymentId: ulid(103) }),
        deployment: deployment({ status: 'PAUSED', promotionApprovalId: ulid(50) }),
        queued: deployment({ id: ulid(103), changeId: ulid(3), status: 'QUEUED' }),
        changes: [change(), change({ id: ulid(3), status: 'APPROVED' }), retire],
        approvals: [approval()],
      }),
    );
    expect(after.deployment?.status).toBe('CANCELLED');
    expect(after.queued?.status).toBe('CANCELLED');
    expect(after.service).toMatchObject({ deploymentId: undefined, queuedDeploymentId: undefined });
    expect(after.changes.map(({ status }) => status)).toEqual(['SUPERSEDED', 'SUPERSEDED', 'EXECUTING']);
    expect(after.approvals[0]?.status).toBe('CANCELLED');
    expect(after.kinds).toEqual(['setDesiredCount']);
  });
});
