import { GRANT, GRANT_CONTENT, GRANT_DECISION } from '../../adapters/embedded/policy/grant-policy.ts';
import type { PolicyVersion, PolicyView } from '../../core/contract/policy.ts';
import { reactToPolicy } from '../../core/policy/react-to-policy.ts';
import { list } from '../../core/store/record-type.ts';
import { standingsOf, TaskPolicies } from '../../core/store/records/task-policies.ts';
import { HttpWorld, PROGRAM, SPECS } from '../http/world.ts';
import { content, send, signed } from './policy-samples.ts';

const EIGHT = { ...SPECS.ingest, name: 'many', cpuUnits: 256, memoryMiB: 512, replicas: { min: 8, max: 8 } };
const BROKEN = 'package grants\n\nallow if {\n';

describe('a policy on its way to running tasks', () => {
  let world: HttpWorld;
  beforeEach(async () => {
    world = await HttpWorld.withPortal();
    await send(world, { content: content([PROGRAM]) });
    await world.call('dev', 'POST', '/services', { body: EIGHT });
    await world.pass(900);
  });
  afterEach(() => world.close());

  const view = async () =>
    (await world.call('aud', 'GET', `/policies/${GRANT}`)).json as unknown as PolicyView;
  const version = async (number: number) =>
    (await world.call('aud', 'GET', `/policies/${GRANT}/versions/${number}`))
      .json as unknown as PolicyVersion;
  const withIt = ({ tasks }: PolicyVersion) => tasks.filter(({ status }) => status === 'ACTIVATED').length;

  it('reaches one task, then a quarter, then all, watched in between, and is then in force', async () => {
    await send(world, {
      version: 2,
      content: content([PROGRAM], { data: { grant: { monthlyCapUsd: 300 } } }),
    });
    const seen: string[] = [];
    for (let minute = 0; minute < 25; minute += 1) {
      await world.pass(60);
      const now = await version(2);
      const told = `${now.status} ${now.step} ${withIt(now)}`;
      if (seen.at(-1) !== told) seen.push(told);
      const { active } = await view();
      expect(active).toBe(now.status === 'ACTIVE' ? 2 : 1);
    }
    expect(seen).toEqual([
      'ROLLING_OUT 0 1',
      'ROLLING_OUT 1 1',
      'ROLLING_OUT 1 2',
      'ROLLING_OUT 2 2',
      'ACTIVE 2 8',
    ]);
    expect((await version(1)).status).toBe('SUPERSEDED');
    const { json } = await world.call('aud', 'GET', `/changes/${(await version(2)).changeId}`);
    expect(json['status']).toBe('DONE');
  });

  it('gives way to a newer version, and only the newest comes into force', async () => {
    const second = await send(world, { version: 2, content: content([PROGRAM], { data: { a: 1 } }) });
    await world.pass(120);
    await send(world, { version: 3, content: content([PROGRAM], { data: { b: 1 } }) });
    expect(await version(2)).toMatchObject({ status: 'SUPERSEDED' });
    const { json } = await world.call('aud', 'GET', `/changes/${second.json['changeId']}`);
    expect(json['status']).toBe('SUPERSEDED');
    await world.pass(1_500);
    expect(await view()).toMatchObject({ active: 3, convergence: 1 });
  });

  it('is taken back by request while it rolls out', async () => {
    await send(world, { version: 2, content: content([PROGRAM], { data: { a: 1 } }) });
    await world.pass(120);
    const body = { reason: 'second thoughts' };
    const answer = await world.call('gov', 'POST', `/policies/${GRANT}/rollback`, { body });
    expect(answer.json).toMatchObject({ number: 3, restores: 1 });
    await world.pass(180);
    expect(await view()).toMatchObject({ active: 3, convergence: 1 });
    expect(await version(2)).toMatchObject({
      status: 'ROLLED_BACK',
      statusReason: expect.stringContaining('second'),
    });
  });

  it('never takes a healthy task out of service, whatever its content is', async () => {
    await send(world, { version: 2, content: content([PROGRAM], { rego: BROKEN }) });
    for (let minute = 0; minute < 10; minute += 1) {
      await world.pass(60);
      const { json } = await world.call('dev', 'GET', '/services/many');
      expect(json).toMatchObject({ status: 'HEALTHY', observed: { running: 8 } });
    }
    expect(await view()).toMatchObject({ active: 3, convergence: 1, newest: { restores: 1 } });
  });

  it('waits for a task that says nothing, and goes on when it is heard again', async () => {
    const { store } = world.embedded;
    await send(world, { version: 2, content: content([PROGRAM], { data: { a: 1 } }) });
    const commit = store.commit.bind(store);
    const isDeaf = (key: { pk: string }) => key.pk.startsWith('POLICY-TASKS#');
    store.commit = async (wish) => {
      const deaf = wish.writes.some((write) => write.kind === 'put' && isDeaf(write.item.key));
      if (deaf) throw new Error('the line is cut');
      return commit(wish);
    };
    await world.pass(600);
    expect(await version(2)).toMatchObject({ status: 'PAUSED' });
    expect((await version(2)).tasks.filter(({ status }) => status === 'UNREACHABLE')).toHaveLength(1);
    store.commit = commit;
    await world.pass(180);
    expect((await version(2)).status).toBe('ROLLING_OUT');
    await world.pass(1_500);
    expect(await view()).toMatchObject({ active: 2, convergence: 1 });
  });

  it('is given a sign of life twice a day by tasks that have nothing new to say', async () => {
    const { store } = world.embedded;
    const said = () => list(store, TaskPolicies, { ...standingsOf(GRANT), limit: 100 });
    const before = await said();
    const trail = await world.call('aud', 'GET', `/audit?stream=${encodeURIComponent(`policy/${GRANT}`)}`);
    await world.pass(13 * 3_600);
    const after = await said();
    expect(after.items).toHaveLength(8);
    for (const [nth, { at, ...standing }] of after.items.entries()) {
      expect(at > (before.items[nth]?.at ?? '')).toBe(true);
      expect(standing).toMatchObject({ active: 1, version: (before.items[nth]?.version ?? 0) + 1 });
    }
    const { json } = await world.call('aud', 'GET', `/audit?stream=${encodeURIComponent(`policy/${GRANT}`)}`);
    expect(json['items']).toEqual(trail.json['items']);
  });

  it('comes with new tasks from the start: one without its policy is not ready', async () => {
    await send(world, { name: 'broken', content: content([PROGRAM], { rego: 'package b\nx := {' }) });
    await world.pass(240);
    const { json } = await world.call('aud', 'GET', '/policies/broken');
    expect(json).toMatchObject({ newest: { status: 'ROLLED_BACK' } });
    await world.call('dev', 'PUT', '/services/many/bounds', { body: { min: 9, max: 9 } });
    await world.pass(600);
    const standing = await view();
    expect(standing.newest.tasks.map(({ status }) => status)).toEqual(Array(9).fill('ACTIVATED'));
    expect((await world.call('dev', 'GET', '/services/many')).json).toMatchObject({ status: 'HEALTHY' });
  });
});

describe('a task whose policy cannot be had', () => {
  it('is never healthy, so that its deployment fails and says so', async () => {
    const world = await HttpWorld.withPortal();
    await send(world, { content: content([PROGRAM], { rego: BROKEN }) });
    await world.call('dev', 'POST', '/services', { body: SPECS.ingest });
    await world.pass(1_800);
    const { json } = await world.call('dev', 'GET', '/services/job-ingest');
    expect(json['status']).not.toBe('HEALTHY');
    expect(json).toMatchObject({ observed: { healthy: 0 } });
    await world.close();
  });
});

describe('a policy that arrives as an event', () => {
  it('is received like one by the API; a second delivery changes nothing; a forged one is audited and done with', async () => {
    const world = await HttpWorld.withPortal();
    const { ports } = world.embedded;
    const message = await signed(world, { content: GRANT_CONTENT });
    await reactToPolicy(ports, message);
    await reactToPolicy(ports, message);
    await reactToPolicy(ports, { ...message, version: 2 });
    await reactToPolicy(ports, { nonsense: true });
    const { json } = await world.call('aud', 'GET', `/policies/${GRANT}/versions`);
    expect(json['items']).toMatchObject([{ number: 1, status: 'ACTIVE', decision: GRANT_DECISION }]);
    const trail = await world.call('aud', 'GET', `/audit?stream=${encodeURIComponent(`policy/${GRANT}`)}`);
    const refused = (trail.json['items'] as { action: string }[]).filter(
      ({ action }) => action === 'policy.refused',
    );
    expect(refused).toHaveLength(1);
    await world.close();
  });
});
