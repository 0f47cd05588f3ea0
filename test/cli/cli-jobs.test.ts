import { CliWorld } from './cli-world.ts';

describe('hms and what runs by itself', () => {
  let world: CliWorld;
  beforeAll(async () => {
    world = await CliWorld.open('portal');
  });
  afterAll(() => world.close());

  const json = async (line: string) => JSON.parse((await world.run(`${line} --json`)).out);

  it('schedules a job, and shows its next fires on both clocks', async () => {
    const line =
      'jobs schedule nightly "30 2 * * *" --zone Europe/Berlin --image govlab/train-recommender:v1';
    expect((await world.run(`${line} --yes`)).code).toBe(0);
    const { out } = await world.run('jobs show nightly');
    expect(out).toContain('2026-03-03 02:30 Europe/Berlin (2026-03-03 01:30 UTC)');
  });

  it('runs one now and waits for its end', async () => {
    const { code, out, err } = await world.run('jobs run train-recommender --wait --reason "new data"');
    expect({ code, err }).toMatchObject({ code: 0 });
    expect(out).toContain('SUCCEEDED');
    const runs = await json('jobs runs train-recommender');
    expect(runs.items[0]).toMatchObject({ trigger: 'manual', status: 'SUCCEEDED' });
  });

  it('stops a run; stopping it again answers the same', async () => {
    const { id } = await json('jobs run train-recommender');
    const first = await world.run(`jobs cancel train-recommender ${id} --reason "wrong data" --yes`);
    const again = await world.run(`jobs cancel train-recommender ${id} --reason "wrong data" --yes`);
    expect([first.code, again.code]).toEqual([0, 0]);
    expect((await json(`jobs show train-recommender ${id}`)).status).toBe('CANCELLED');
  });

  it('runs a past tick', async () => {
    const run = await json('jobs backfill train-recommender 2026-03-01T06:00');
    expect(run).toMatchObject({ trigger: 'backfill', tick: '2026-03-01T06:00' });
  });

  it('pauses, resumes and retires', async () => {
    for (const [verb, status] of [
      ['pause', 'SUSPENDED'],
      ['resume', 'ACTIVE'],
      ['retire', 'RETIRED'],
    ]) {
      expect((await world.run(`jobs ${verb} optimize-resources --reason "as planned" --yes`)).code).toBe(0);
      const { items } = await json('jobs list --retired');
      expect(items).toContainEqual(expect.objectContaining({ name: 'optimize-resources', status }));
    }
  });

  it('previews a policy: which changes it would have judged otherwise', async () => {
    const files = {
      'no.cedar': 'permit(principal, action, resource);\n@id("freeze")\nforbid(principal, action, resource);',
    };
    const line = 'policies preview job-training-grant -f no.cedar --as gov';
    const { code, out } = await world.run(line, { files });
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/it would have judged [1-9]\d* otherwise/),
    });
  });

  it('1: a policy without an earlier version cannot be rolled back, and it says so', async () => {
    const { code, err } = await world.run(
      'policies rollback job-training-grant --reason "test" --yes --as gov',
    );
    expect([code, err]).toEqual([4, expect.stringContaining('policy.illegal_state')]);
  });
});
