import { CliWorld } from './cli-world.ts';

describe('what hms writes, and where', () => {
  let world: CliWorld;
  beforeAll(async () => {
    world = await CliWorld.open('portal');
    await world.pass(900);
  });
  afterAll(() => world.close());

  const READS = [
    'status',
    'status ai-recommender',
    'why ai-recommender',
    'history ai-recommender',
    'plan job-ingest --max 3',
    'drift job-ingest',
    'approvals list',
    'approvals show ai-recommender',
    'changes list',
    'budgets list',
    'budgets show default',
    'jobs list',
    'jobs show optimize-resources',
    'jobs runs train-recommender',
    'policies list',
    'policies show job-training-grant',
    'policies show job-training-grant 1',
    'policies versions job-training-grant',
    'proposals list',
    'proposals savings',
    'audit list --as aud',
    'audit verify --as aud',
    'login',
    'open',
    'completion bash',
  ];

  it.each(READS)(
    'hms %s --json: stdout is one JSON document, without colour even on a terminal',
    async (line) => {
      const { code, out } = await world.run(`${line} --json`, { terminal: true });
      expect(code).toBe(0);
      expect(() => JSON.parse(out)).not.toThrow();
    },
  );

  it.each(READS)('hms %s: plain text without a terminal', async (line) => {
    const { code, all } = await world.run(line);
    expect(code).toBe(0);
    expect(all).not.toContain('\u001b');
    expect(all.split('\n').filter((text) => / $/.test(text))).toEqual([]);
  });

  it('colours on a terminal, unless somebody asked for none', async () => {
    expect((await world.run('status', { terminal: true })).out).toContain('\u001b[');
    const plain = [
      await world.run('status', { terminal: true, env: { NO_COLOR: '1' } }),
      await world.run('status --no-color', { terminal: true }),
      await world.run('status', { terminal: true, env: { TERM: 'dumb' } }),
    ];
    for (const { out } of plain) expect(out).not.toContain('\u001b[');
  });

  it('writes lists with --all and --json one item a line, whatever the page size', async () => {
    const { out } = await world.run('history ai-recommender --all --json --limit 2');
    const lines = out.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(2);
    expect(new Set(lines.map((line) => JSON.parse(line).id)).size).toBe(lines.length);
  });

  it('pages: the cursor that is named leads to the next page', async () => {
    const first = await world.run('history ai-recommender --limit 1 --json');
    const cursor = /--cursor (\S+)/.exec(first.err)?.[1] ?? 'none';
    const second = await world.run(`history ai-recommender --limit 1 --json --cursor ${cursor}`);
    expect(JSON.parse(second.out).items[0].id).not.toBe(JSON.parse(first.out).items[0].id);
  });

  it('shows times on the local clock and in UTC', async () => {
    const { out } = await world.run('approvals list');
    expect(out).toMatch(/2026-03-02 \d\d:\d\d CET \(\d\d:\d\d UTC\)/);
  });

  it('rewrites one line while it waits on a terminal, and writes one per state elsewhere', async () => {
    const line = 'deploy waiter --image govlab/job-ingest:v1 --yes --wait';
    const { err } = await world.run(line, { terminal: true });
    expect(err).toContain('\r\u001b[K');
    const again = await world.run('deploy waiter --env A=1 --yes --wait');
    expect(again.err).not.toContain('\r');
    expect(again.err).toMatch(/^update service waiter: PREPARING - /m);
    expect(again.err).toMatch(/^update service waiter: DONE - /m);
  });

  it('keeps what somebody else wrote from writing over the terminal', async () => {
    await world.run(['bounds', 'job-ingest', '2', '3', '--yes', '--reason', '"red\u001b[2Jalert"'].join(' '));
    const { out } = await world.run('changes list');
    expect(out).not.toContain('\u001b');
  });
});

describe('what hms says when something is wrong', () => {
  let world: CliWorld;
  beforeAll(async () => {
    world = await CliWorld.open('portal');
  });
  afterAll(() => world.close());

  it.each([
    ['status job-ingst', 1, 'Did you mean job-ingest?'],
    ['status nothing-like-it', 1, 'The services: ai-recommender, job-ingest'],
    ['budgets show defaul', 1, 'Did you mean default?'],
    ['jobs show optimise-resources', 1, 'Did you mean optimize-resources?'],
    ['policies show job-training-grand', 1, 'Did you mean job-training-grant?'],
    ['status --as anna', 1, 'ana, ben, dev, gov, aud'],
    ['approvals approve job-ingest --as ana', 1, 'Nothing about job-ingest waits'],
    ['audit verify', 1, 'correlation id'],
    ['deplyo', 2, 'Did you mean deploy?'],
    ['jobs lst', 2, 'Did you mean list?'],
    ['status --jsn', 2, 'Did you mean --json?'],
    ['scale job-ingest many', 2, 'whole number'],
    ['bounds job-ingest 1', 2, "missing required argument 'max'"],
    ['bounds job-ingest 4 2 --yes', 2, 'min must not be above max'],
    ['retire job-ingest --yes', 1, 'ai-recommender'],
    ['restore job-ingest', 2, '--reason'],
    ['deploy', 2, 'Name the service'],
    ['deploy -f nowhere.json', 2, 'nowhere.json cannot be read'],
    ['deploy x1 --set replicas', 2, 'field=value'],
    ['drift job-ingest --revert image --adopt image', 2, 'one of them'],
    ['status --url ftp://x', 2, 'is no address'],
    ['status --url https://hms.example', 2, 'HMS_TOKEN'],
    ['jobs schedule x1 "0 2 * *" --image govlab/job-ingest:v1 --yes', 2, 'schedule'],
    ['approvals sign ai-recommender --as ben', 1, 'Nothing about ai-recommender waits'],
    ['changes wait 01ARZ3NDEKTSV4RRFFQ69G5FAV', 1, 'change.not_found'],
  ])('hms %s: ends with %i and says "%s"', async (line, code, says) => {
    const ran = await world.run(line);
    expect({ code: ran.code, err: ran.err }).toEqual({ code, err: expect.stringContaining(says) });
    expect(ran.out).toBe('');
  });

  it('a file that is not JSON: where it breaks', async () => {
    const { code, err } = await world.run('deploy -f bad.json', { files: { 'bad.json': '{ "name": }' } });
    expect([code, err]).toEqual([2, expect.stringContaining('bad.json is not JSON')]);
  });

  it('with --json the problem document stands on stdout', async () => {
    const { code, out } = await world.run('status job-ingst --json');
    expect(code).toBe(1);
    expect(JSON.parse(out).problem).toMatchObject({ code: 'service.not_found', status: 404 });
  });

  it('nobody there: how to start it', async () => {
    const { code, err } = await world.run('status', { env: { HMS_URL: 'http://localhost:1' } });
    expect([code, err]).toEqual([1, expect.stringContaining('npm start')]);
  });

  it('a token that does not hold: 401, and no local identity is taken instead', async () => {
    const { code, err } = await world.run('status', { env: { HMS_TOKEN: 'made.up.token' } });
    expect([code, err]).toEqual([1, expect.stringContaining('request.unauthenticated')]);
  });

  it('HMS_AS names who calls, and --as counts more', async () => {
    const env = { HMS_AS: 'ana' };
    expect((await world.run('login', { env })).out).toContain("HMS_AS='ana'");
    expect((await world.run('login --as ben', { env })).out).toContain("HMS_AS='ben'");
  });
});
