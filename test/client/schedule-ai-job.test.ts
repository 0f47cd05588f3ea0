import { ManagementLayer } from '../../client/management-layer.ts';
import { type Loopback, openLoopback } from '../http/loopback.ts';

describe('scheduling a job from code', () => {
  let loopback: Loopback;
  let mgmt: ManagementLayer;
  beforeEach(async () => {
    loopback = await openLoopback();
    mgmt = new ManagementLayer({ baseUrl: loopback.baseUrl });
  });
  afterEach(() => loopback.close());

  it('answers the example of the readme, word for word', async () => {
    const answer = await mgmt.scheduleAiJob({ name: 'optimize-resources', schedule: '0 2 * * *' });
    expect(answer).toEqual({ status: 'scheduled', job: 'optimize-resources' });
    expect(JSON.stringify(answer)).toBe('{"status":"scheduled","job":"optimize-resources"}');
    const again = await mgmt.scheduleAiJob({ name: 'optimize-resources', schedule: '0 2 * * *' });
    expect(again.change.id).toBe(answer.change.id);
  });

  it('hands out what else can be done: wait, look, run now', async () => {
    const image = 'govlab/train-recommender:v1';
    const job = await mgmt.scheduleAiJob({ name: 'train', schedule: '0 */6 * * *', image });
    expect((await job.wait()).status).toBe('DONE');
    expect((await job.view()).nextFires).toHaveLength(5);
    const run = await job.runNow();
    await loopback.embedded.world.advance(400);
    expect((await job.view()).recentRuns).toMatchObject([
      { id: run.id, status: 'SUCCEEDED', trigger: 'manual' },
    ]);
  });

  it('throws what the API refuses, with the remedy', async () => {
    const call = mgmt.scheduleAiJob({
      name: 'train',
      schedule: '0 0 2 * * *',
      image: 'govlab/train-recommender:v1',
    });
    await expect(call).rejects.toMatchObject({ status: 422, problem: { errors: [{ field: 'schedule' }] } });
  });
});
