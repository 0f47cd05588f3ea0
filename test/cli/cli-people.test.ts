import { itemKey } from '../../adapters/embedded/level-keys.ts';
import { auditEntryKey } from '../../core/store/records/audit.ts';
import { CliWorld } from './cli-world.ts';

describe('hms and the people who decide', () => {
  let world: CliWorld;
  beforeEach(async () => {
    world = await CliWorld.open('portal');
    await world.pass(900);
  });
  afterEach(() => world.close());

  const json = async (line: string) => JSON.parse((await world.run(`${line} --json`)).out);

  it('shows the card, asks, and votes for exactly the plan that was shown', async () => {
    const voted = await world.run('approvals approve ai-recommender --as ana', {
      terminal: true,
      answers: ['y'],
      env: { NO_COLOR: '1' },
    });
    expect(voted.code).toBe(0);
    expect(voted.err).toContain('ai-recommender needs more room.');
    expect(voted.err).toContain('If nobody acts');
    const card = await json('approvals show ai-recommender');
    expect(card.votes).toEqual([
      expect.objectContaining({ by: 'ana', verdict: 'approve', planDigest: card.planDigest }),
    ]);
  });

  it('2: nobody votes by accident without a terminal', async () => {
    expect((await world.run('approvals approve ai-recommender --as ana')).code).toBe(2);
    expect((await json('approvals show ai-recommender')).votes).toEqual([]);
  });

  it('1: says why somebody may not vote', async () => {
    const { code, err } = await world.run('approvals approve ai-recommender --yes --as dev');
    expect(code).toBe(1);
    expect(err).toContain('may not vote');
    expect(err).toContain('request.forbidden');
  });

  it('4: a late vote meets what was decided', async () => {
    const { id } = await json('approvals show ai-recommender');
    await world.run('approvals reject ai-recommender --comment "not now" --yes --as ben');
    const late = await world.run(`approvals approve ${id} --yes --as ana`);
    expect(late.code).toBe(4);
    expect(late.err).toContain('approval.closed');
  });

  it('breaks the glass, and a second person signs', async () => {
    const reason = '--reason "grant deadline tonight"';
    const broken = await world.run(`approvals break-glass ai-recommender ${reason} --yes --wait`);
    expect(broken.code).toBe(0);
    expect(broken.err).toContain('A second person must sign within 24 h');
    expect((await json('status ai-recommender')).bounds.max).toBeGreaterThan(4);
    const signed = await world.run('approvals sign ai-recommender --yes --as ben');
    expect([signed.code, signed.out]).toEqual([0, expect.stringMatching(/EXECUTED|APPROVED/)]);
  });

  it('withdraws a change that waits', async () => {
    await world.run('bounds job-ingest 2 50 --yes');
    const { changeId } = await json('approvals show job-ingest');
    const { code, out } = await world.run(`changes cancel ${changeId} --reason "no need" --yes`);
    expect([code, out]).toEqual([0, expect.stringContaining('CANCELLED')]);
    expect((await world.run(`changes wait ${changeId}`)).code).toBe(1);
  });

  it('exports every audit entry once, and as many as verify counts', async () => {
    expect((await world.run('audit verify --as aud')).code).toBe(0);
    const exported = await world.run('audit export --as aud');
    const entries = exported.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(entries.length).toBe((await json('audit verify --as aud')).entries);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  });

  it('1: an audit trail with one altered entry does not verify, and that entry is named', async () => {
    const { stream, seq } = (await json('audit list --limit 1 --as aud')).items[0];
    const key = itemKey(auditEntryKey(stream, seq));
    const [text = ''] = await world.db.getMany([key]);
    await world.db.batch([{ type: 'put', key, value: text.replace('"reason":"', '"reason":"x') }], {
      sync: true,
    });
    const { code, out } = await world.run('audit verify --as aud');
    expect([code, out]).toEqual([1, expect.stringContaining(`Broken at ${stream}#${seq}`)]);
  });

  it('sets a budget and keeps the ratios that nobody named', async () => {
    await world.run('budgets set sandbox 100 --soft 0.5 --yes --as gov');
    await world.run('budgets set sandbox 90 --yes --as gov');
    expect(await json('budgets show sandbox')).toMatchObject({ monthlyMicroUsd: 90_000_000, softRatio: 0.5 });
  });

  it('shows drift with who did it, and reverts it', async () => {
    world.embedded.cloud.alterByHand({
      service: 'job-ingest',
      as: 'rob@console',
      environment: { DEBUG: '1' },
    });
    await world.pass(180);
    expect((await world.run('drift job-ingest')).out).toContain('by rob@console');
    const { code } = await world.run('drift job-ingest --revert environment --yes --wait');
    expect(code).toBe(0);
    expect((await json('drift job-ingest')).drift).toEqual([]);
  });
});
