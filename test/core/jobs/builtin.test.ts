import { JobDesk } from './job-desk.ts';

const HOUR = 3_600;

let desk: JobDesk;
beforeEach(async () => {
  desk = await JobDesk.open();
});
afterEach(() => desk.close());

describe('a run of a builtin', () => {
  const nightly = { builtin: 'optimize-resources' } as const;

  it('does its work once and keeps what it measured', async () => {
    let worked = 0;
    desk.builtins = {
      'optimize-resources': async (_ports, { runId }) => {
        worked += 1;
        expect(runId).toBe((await desk.run()).id);
        return { proposals: 3 };
      },
    };
    await desk.schedule(nightly);
    await desk.pass(HOUR + 300);
    expect(await desk.run()).toMatchObject({
      status: 'SUCCEEDED',
      metrics: { proposals: 3 },
      costMicroUsd: 0,
    });
    expect(worked).toBe(1);
  });

  it('says so honestly where its work is not there', async () => {
    await desk.schedule(nightly);
    await desk.pass(HOUR);
    expect(await desk.run()).toMatchObject({
      status: 'FAILED',
      statusReason: 'The builtin optimize-resources is not available.',
    });
  });

  it('waits for a retry when its worker is killed, then succeeds', async () => {
    let alive = false;
    const work = async () => (alive ? { proposals: 1 } : new Promise<never>(() => undefined));
    desk.builtins = { 'optimize-resources': work };
    await desk.schedule(nightly);
    await desk.skip(HOUR);
    void desk.tick();
    while ((await desk.runs())[0]?.status !== 'STARTING') await new Promise(setImmediate);
    alive = true;
    await desk.pass(80);
    expect((await desk.run()).status).toBe('STARTING');
    await desk.pass(20);
    expect(await desk.run()).toMatchObject({ status: 'RETRY_WAIT', attempts: [{ cause: 'infra' }] });
    await desk.pass(60);
    expect((await desk.run()).status).toBe('SUCCEEDED');
    expect((await desk.run()).attempts.map(({ cause }) => cause)).toEqual(['infra', undefined]);
  });

  it('is tried again when its work fails, as often as allowed', async () => {
    desk.builtins = {
      'optimize-resources': async () => {
        throw new Error('boom');
      },
    };
    await desk.schedule({ ...nightly, retries: { max: 1, backoffSec: 20 } });
    await desk.pass(HOUR + 120);
    const run = await desk.run();
    expect([run.status, run.attempts.map(({ cause }) => cause)]).toEqual(['FAILED', ['error', 'error']]);
    expect(run.statusReason).not.toContain('boom');
  });

  it('leaves a run alone that began as a container', async () => {
    await desk.schedule();
    await desk.pass(HOUR + 120);
    await desk.schedule(nightly);
    await desk.pass(400);
    expect(await desk.run()).toMatchObject({ status: 'SUCCEEDED', attempts: [{ exitCode: 0 }] });
    expect(desk.calls('StopTask')).toBe(0);
  });
});
