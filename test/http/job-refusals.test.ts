import type { JobSpecInput } from '../../core/contract/job.ts';
import { HttpWorld, PROGRAM, SPECS } from './world.ts';

const TRAIN = {
  name: 'train-recommender',
  image: 'govlab/train-recommender:v1',
  schedule: '30 2 * * *',
  timeZone: 'America/New_York',
  program: PROGRAM,
} as const satisfies JobSpecInput;
const JOB = `/jobs/${TRAIN.name}`;
const WHY = { body: { reason: 'because' } };

describe('jobs that are refused', () => {
  let world: HttpWorld;
  beforeEach(async () => {
    world = await HttpWorld.withPortal();
  });
  afterEach(() => world.close());

  const schedule = (spec: object = {}) => world.call('dev', 'POST', '/jobs', { body: { ...TRAIN, ...spec } });

  it('404: no such job, no such run', async () => {
    await schedule();
    for (const [method, path, sent] of [
      ['GET', '/jobs/none', {}],
      ['GET', '/jobs/none/runs', {}],
      ['POST', '/jobs/none/runs', { body: {} }],
      ['POST', '/jobs/none/suspend', WHY],
      ['GET', `${JOB}/runs/none`, {}],
      ['POST', `${JOB}/runs/none/cancel`, WHY],
      ['POST', `${JOB}/runs/none/metrics`, { body: { metrics: {} } }],
    ] as const) {
      const answer = await world.call('dev', method, path, sent);
      expect([answer.status, answer.json['code']]).toEqual([
        404,
        path.startsWith('/jobs/none') ? 'job.not_found' : 'run.not_found',
      ]);
    }
  });

  it.each<[string, object, string]>([
    ['cron that never fires', { schedule: '0 0 30 2 *' }, 'schedule'],
    ['six fields', { schedule: '0 0 2 * * *' }, 'schedule'],
    ['an unknown zone', { timeZone: 'America/Gotham' }, 'timeZone'],
    ['a deadline shorter than the tick', { startingDeadlineSec: 30 }, 'startingDeadlineSec'],
    ['a size that Fargate does not run', { memoryMiB: 700 }, 'memoryMiB'],
    ['no work at all', { image: undefined }, 'image'],
    ['two works', { builtin: 'optimize-resources' }, 'builtin'],
    ['an unknown field', { crontab: '0 2 * * *' }, 'crontab'],
  ])('422: %s names the field and the remedy, and changes nothing', async (_what, wrong, field) => {
    const before = await world.dump();
    const { status, json } = await schedule(wrong);
    expect([status, json['code']]).toEqual([422, 'request.invalid']);
    expect(json['errors']).toMatchObject([{ field, remedy: expect.stringMatching(/\w{3}/) }]);
    expect(await world.dump()).toBe(before);
  });

  it('422: an image or a secret that is not there', async () => {
    const secrets = { KEY: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:missing-key' };
    for (const wrong of [{ image: 'govlab/nothing:v1' }, { secrets }]) {
      const { status, json } = await schedule(wrong);
      expect([status, json['code']]).toEqual([422, 'service.preflight_failed']);
    }
  });

  it('404: a program without a budget; a target that is not there', async () => {
    expect((await schedule({ program: 'unheard-of' })).json['code']).toBe('budget.not_found');
    expect((await schedule({ targetService: 'unheard-of' })).json['code']).toBe('service.not_found');
  });

  it('409: a job that targets a retired service, and a service that a job targets', async () => {
    await world.call('dev', 'POST', '/services', { body: SPECS.ingest });
    await world.pass(900);
    await schedule({ targetService: SPECS.ingest.name });
    const kept = await world.call('dev', 'POST', `/services/${SPECS.ingest.name}/retire`, WHY);
    expect([kept.status, kept.json['code']]).toEqual([409, 'service.has_dependants']);
    await world.call('dev', 'POST', `${JOB}/retire`, WHY);
    await world.call('dev', 'POST', `/services/${SPECS.ingest.name}/retire`, WHY);
    await world.pass(900);
    const before = await world.dump();
    const refused = await schedule({ targetService: SPECS.ingest.name });
    expect([refused.status, refused.json['code']]).toEqual([409, 'service.illegal_state']);
    expect(refused.json['errors']).toMatchObject([{ field: 'targetService' }]);
    expect(await world.dump()).toBe(before);
  });
});
