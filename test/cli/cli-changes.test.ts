import { CliWorld } from './cli-world.ts';

const NEW = 'deploy my-app --image govlab/job-ingest:v1';

describe('hms shows the plan before it changes anything', () => {
  let world: CliWorld;
  beforeEach(async () => {
    world = await CliWorld.open('empty');
  });
  afterEach(() => world.close());

  const names = async () =>
    JSON.parse((await world.run('status --json')).out).items.map(({ name }: { name: string }) => name);

  it('diff, money before and after, checks and who must approve', async () => {
    const { code, out, err } = await world.run(`plan my-app --image govlab/job-ingest:v1 --max 90`);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toMatch(/\+ image +govlab\/job-ingest@sha256:/);
    expect(out).toMatch(/ceiling \(max tasks\) +\$0\.00 +\$810\.90 +\+\$810\.90/);
    expect(out).toMatch(/ceiling inside budget +warn /);
    expect(out).toContain('compute only');
    expect(out).toContain('It waits for approval: 1 of program and 1 of finance.');
    expect(await names()).toEqual([]);
  });

  it('2: without a terminal and without --yes nothing is done, and it says what to do', async () => {
    const { code, err } = await world.run(NEW);
    expect(code).toBe(2);
    expect(err).toContain('Add --yes');
    expect(await names()).toEqual([]);
  });

  it('0: on a terminal y goes ahead', async () => {
    const { code } = await world.run(NEW, { terminal: true, answers: ['y'] });
    expect(code).toBe(0);
    expect(await names()).toEqual(['my-app']);
  });

  it.each(['', 'n', 'yess'])('1: on a terminal "%s" does nothing', async (answer) => {
    const { code, err } = await world.run(NEW, { terminal: true, answers: [answer] });
    expect(code).toBe(1);
    expect(err).toContain('Nothing was done.');
    expect(await names()).toEqual([]);
  });

  it('4: a plan that became another while it was read is not carried out', async () => {
    await world.run(`${NEW} --yes --wait`);
    const meanwhile = async () => {
      await world.run('bounds my-app 1 3 --yes');
    };
    const asked = await world.run('bounds my-app 1 4', { terminal: true, answers: ['y'], meanwhile });
    expect(asked.code).toBe(4);
    expect(asked.err).toContain('became another');
    expect((await world.run('status my-app')).out).toContain('bounds 1..3');
  });

  it('4: a version that is no longer the newest', async () => {
    await world.run(`${NEW} --yes --wait`);
    const { code, err } = await world.run('bounds my-app 1 3 --yes --if-match 1');
    expect(code).toBe(4);
    expect(err).toContain('version.mismatch');
  });

  it('1: a check that fails, by its name, and nothing is asked', async () => {
    const { code, err } = await world.run('deploy my-app --image nobody/nothing:v1 --yes');
    expect(code).toBe(1);
    expect(err).toContain('The registry has no image nobody/nothing:v1');
    expect(await names()).toEqual([]);
  });

  it('3: what exceeds the budget waits for approval; after two votes it is done', async () => {
    const asked = await world.run('deploy my-app --image govlab/job-ingest:v1 --max 90 --yes --wait');
    expect(asked.code).toBe(3);
    expect(asked.out).toContain('AWAITING_APPROVAL');
    expect((await world.run('approvals approve my-app --as ana --yes')).code).toBe(0);
    expect((await world.run('approvals approve my-app --as ben --yes')).code).toBe(0);
    const { id } = JSON.parse((await world.run('changes list --json')).out).items[0];
    const waited = await world.run(`changes wait ${id}`);
    expect([waited.code, waited.out]).toEqual([0, expect.stringContaining('DONE')]);
  });

  it('3: a canary that pauses waits for people; the vote lets it go on', async () => {
    await world.run(`${NEW} --yes --wait`);
    const strategy = `'strategy={"kind":"canary","percent":50,"bakeMin":1,"pause":true}'`;
    const line = `deploy my-app --env A=1 --set ${strategy} --yes --wait`;
    const paused = await world.run(line);
    expect([paused.code, paused.err]).toEqual([3, expect.stringContaining('hms approvals show my-app')]);
    await world.run('approvals approve my-app --as ana --yes');
    const { id } = JSON.parse((await world.run('changes list --json')).out).items[0];
    const { code, out } = await world.run(`changes wait ${id}`);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('DONE') });
  });

  it('3: --wait-approval waits for people, and says so when the time is over', async () => {
    const line = 'deploy my-app --image govlab/job-ingest:v1 --max 90 --yes --wait-approval --timeout 5';
    expect((await world.run(line)).code).toBe(3);
  });

  it('changes only what flags name of a service that exists', async () => {
    await world.run(`${NEW} --min 1 --max 3 --env A=1 --yes --wait`);
    await world.run('deploy my-app --env B=2 --set scaling.targets.cpu=0.7 --yes --wait');
    const { spec } = JSON.parse((await world.run('status my-app --json')).out);
    expect(spec).toMatchObject({
      environment: { A: '1', B: '2' },
      replicas: { min: 1, max: 3 },
      scaling: { targets: { cpu: 0.7, memory: 0.8 } },
    });
  });

  it('takes a file as the whole spec, and flags over it', async () => {
    const files = { 'svc.json': '{ "name": "my-app", "image": "govlab/job-ingest:v1", "owner": "me" }' };
    const { out } = await world.run('plan -f svc.json --max 5 --json', { files });
    expect(JSON.parse(out).intent.spec).toMatchObject({ owner: 'me', replicas: { max: 5 } });
  });

  it('says which fields are wrong, and ends with 2', async () => {
    const { code, err } = await world.run('deploy my-app --image govlab/job-ingest:v1 --set replica=3 --yes');
    expect(code).toBe(2);
    expect(err).toContain('replica: is not a known field; did you mean replicas?');
  });

  it('scales inside the approved bounds, and names the way to others', async () => {
    await world.run(`${NEW} --max 3 --yes --wait`);
    const inside = await world.run('scale my-app 2 --yes --wait');
    expect(inside).toMatchObject({ code: 0, err: expect.stringContaining('$9.01 -> $18.02 (+$9.01)') });
    expect((await world.run('status my-app')).out).toContain('2 of 2 running');
    const outside = await world.run('scale my-app 7 --yes');
    expect(outside).toMatchObject({ code: 2, err: expect.stringContaining('hms bounds my-app 1 7') });
  });
});
