import { constantWorkload } from '../../adapters/embedded/workloads/workload.ts';
import { CAUSE, healthyOf, openCloud, orderFor, present } from './cloud-fixture.ts';

describe('how tasks of the simulated cloud end', () => {
  const missing = 'arn:aws:secretsmanager:us-east-1:123456789012:secret:missing-key-AbCdEf';
  it.each([
    {
      what: 'an image that the registry does not have',
      order: { image: 'govlab/no-such-image:v1' },
      stopCode: 'TaskFailedToStart',
      reason: /^CannotPullContainerError: .*not found$/,
      exitCode: undefined,
    },
    {
      what: 'a secret that does not exist',
      order: { change: { secrets: { API_KEY: missing } } },
      stopCode: 'TaskFailedToStart',
      reason: /^ResourceInitializationError: unable to pull secrets .*ResourceNotFoundException/,
      exitCode: undefined,
    },
    {
      what: 'an image built for another processor',
      order: { image: 'govlab/portal-web:v4-arm64' },
      stopCode: 'TaskFailedToStart',
      reason: /exec format error$/,
      exitCode: undefined,
    },
    {
      what: 'a program that ends by itself',
      order: { image: 'govlab/ai-recommender:v4-crash' },
      stopCode: 'EssentialContainerExited',
      reason: /^Essential container in task exited$/,
      exitCode: 1,
    },
    {
      what: 'a program that is never ready',
      order: { image: 'govlab/portal-web:v5-slow-start' },
      stopCode: 'ServiceSchedulerInitiated',
      reason: /^Task failed container health checks$/,
      exitCode: 143,
    },
  ])('$what: the words and codes of ECS', async ({ order, stopCode, reason, exitCode }) => {
    const { cloud, pass } = openCloud();
    await cloud.compute.create(orderFor(order));
    await pass(600);
    const [stopped] = (await present(cloud.compute)).stoppedTasks;
    expect(stopped).toMatchObject({ stopCode, stoppedReason: expect.stringMatching(reason) });
    expect(stopped?.exitCode).toBe(exitCode);
  });

  it('a leak: killed with 137 when its memory is used up, and replaced', async () => {
    const { cloud, pass } = openCloud();
    const size = { cpuUnits: 1_024, memoryMiB: 4_096 };
    await cloud.compute.create(orderFor({ image: 'govlab/ai-recommender:v5-oom', change: size }));
    await pass(1_200);
    const observed = await present(cloud.compute);
    expect(observed.stoppedTasks[0]).toMatchObject({
      stoppedReason: 'OutOfMemoryError: Container killed due to memory usage',
      exitCode: 137,
    });
    expect(observed.runningCount + observed.pendingCount).toBe(2);
  });

  it('a task size below what the load needs: killed with 137', async () => {
    const { cloud, pass } = openCloud({ workloads: () => constantWorkload(48) });
    await cloud.compute.create(orderFor({ change: { memoryMiB: 512 } }));
    await pass(600);
    expect((await present(cloud.compute)).stoppedTasks[0]?.exitCode).toBe(137);
  });

  it('a program that ends again and again: each time with its own code, each time replaced', async () => {
    const { cloud, pass } = openCloud();
    await cloud.compute.create(orderFor({ image: 'govlab/portal-web:v7-crash-loop' }));
    await pass(600);
    const { stoppedTasks, deployment, runningCount, pendingCount } = await present(cloud.compute);
    expect(deployment?.status).toBe('SUCCESSFUL');
    expect(stoppedTasks.length).toBeGreaterThanOrEqual(6);
    expect(new Set(stoppedTasks.map(({ exitCode }) => exitCode))).toEqual(new Set([2]));
    expect(runningCount + pendingCount).toBe(2);
  });

  it('remembers no more than 50 of them', async () => {
    const { cloud, pass } = openCloud();
    await cloud.compute.create(orderFor({ desiredCount: 10 }));
    for (let round = 0; round < 8; round += 1) {
      await pass(100);
      cloud.alterByHand({ service: 'job-ingest', as: 'mallory', killTasks: 10 });
    }
    await pass(100);
    expect(cloud.snapshot().services[0]?.state.stopped).toHaveLength(50);
  });

  it('forgets stopped tasks after an hour', async () => {
    const { cloud, pass } = openCloud();
    await cloud.compute.create(orderFor());
    await pass(200);
    cloud.alterByHand({ service: 'job-ingest', as: 'mallory', killTasks: 1 });
    await pass(300);
    expect((await present(cloud.compute)).stoppedTasks).toHaveLength(1);
    await pass(3_600);
    expect((await present(cloud.compute)).stoppedTasks).toEqual([]);
  });
});

describe('how tasks of the simulated cloud start', () => {
  it('takes between 30 and 120 seconds until they run, and a while more until they are healthy', async () => {
    const { cloud, pass } = openCloud();
    const [size, image] = [{ cpuUnits: 1_024, memoryMiB: 4_096 }, 'govlab/ai-recommender:v1'];
    await cloud.compute.create(orderFor({ image, change: size, desiredCount: 4 }));
    await pass(29);
    expect(await present(cloud.compute)).toMatchObject({ runningCount: 0, pendingCount: 4 });
    await pass(91);
    expect(healthyOf(await present(cloud.compute))).toBe(4);
  });

  it('waits longer and longer between tries of what cannot start', async () => {
    const { cloud, pass } = openCloud();
    const patient = { thresholdType: 'COUNT', threshold: 1_000, resetOnHealthyTask: false } as const;
    await cloud.compute.create({
      ...orderFor({ image: 'govlab/job-ingest:v2', desiredCount: 1 }),
      circuitBreaker: patient,
    });
    const tries = async () => (await present(cloud.compute)).deployment?.failedTasks ?? 0;
    await pass(3_600);
    const inTheFirstHour = await tries();
    await pass(3_600);
    const inTheSecondHour = (await tries()) - inTheFirstHour;
    expect(inTheFirstHour).toBeGreaterThan(5);
    expect(inTheSecondHour).toBeLessThanOrEqual(3);
    expect(inTheSecondHour).toBeGreaterThanOrEqual(1);
  });

  it('forgets how often it waited when what cannot start is rolled out anew', async () => {
    const { cloud, pass } = openCloud();
    const patient = { thresholdType: 'COUNT', threshold: 1_000, resetOnHealthyTask: false } as const;
    const broken = (generation: number) => ({
      ...orderFor({ generation, image: 'govlab/job-ingest:v2' }),
      circuitBreaker: patient,
    });
    await cloud.compute.create(broken(1));
    await pass(1_800);
    await cloud.compute.rollOut(orderFor({ generation: 2 }));
    await pass(120);
    await cloud.compute.rollOut(broken(3));
    expect((await present(cloud.compute)).pendingCount).toBe(2);
  });

  it('drains a task for half a minute before it is gone', async () => {
    const { cloud, pass } = openCloud();
    await cloud.compute.create(orderFor());
    await pass(200);
    await cloud.compute.setDesiredCount({ service: 'job-ingest', desiredCount: 1, cause: CAUSE });
    const statuses = () =>
      cloud
        .state()
        .services[0]?.tasks.map(({ lastStatus }) => lastStatus)
        .sort();
    expect(statuses()).toEqual(['DEACTIVATING', 'RUNNING']);
    expect((await present(cloud.compute)).runningCount).toBe(1);
    await pass(31);
    expect(statuses()).toEqual(['RUNNING', 'STOPPED']);
  });
});

describe('the registry and the secrets of the simulated cloud', () => {
  it('resolve a tag to the digest that runs as the tag would', async () => {
    const { cloud, pass } = openCloud();
    const resolved = await cloud.images.resolve('govlab/job-ingest:v1');
    expect(resolved).toEqual({
      kind: 'resolved',
      image: expect.stringMatching(/^govlab\/job-ingest@sha256:[0-9a-f]{64}$/),
    });
    const image = resolved.kind === 'resolved' ? resolved.image : '';
    expect(await cloud.images.resolve(image)).toEqual(resolved);
    await cloud.compute.create(orderFor({ image }));
    await pass(200);
    expect((await present(cloud.compute)).runningCount).toBe(2);
  });

  it.each([
    ['govlab/job-ingest:v2', { kind: 'unknown' }],
    ['govlab/job-ingest:v99', { kind: 'missing' }],
    ['govlab/job-ingest', { kind: 'missing' }],
    [`govlab/job-ingest@sha256:${'0'.repeat(64)}`, { kind: 'missing' }],
  ])('say of %s what they know', async (image, answer) => {
    expect(await openCloud().cloud.images.resolve(image)).toEqual(answer);
  });

  it.each([
    ['arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf', 'exists'],
    ['arn:aws:secretsmanager:us-east-1:123456789012:secret:missing-AbCdEf', 'missing'],
    ['arn:aws:secretsmanager:us-east-1:999999999999:secret:db-AbCdEf', 'missing'],
  ])('say that %s %s', async (arn, answer) => {
    expect(await openCloud().cloud.secrets.check(arn)).toBe(answer);
  });
});
