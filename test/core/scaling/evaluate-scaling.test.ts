import { OpsError } from '../../../core/errors.ts';
import type { Ports } from '../../../core/ports.ts';
import { evaluateScaling } from '../../../core/scaling/evaluate-scaling.ts';
import { entriesOf } from '../../../core/store/records/audit.ts';
import type { Commit } from '../../../core/store/store.ts';
import { NAME, openWatchedDesk, type WatchedDesk } from './watched-desk.ts';

const BUSY = { cpu: 0.88, memory: 0.5, p95Ms: 300, running: 2 };
const CALM = { cpu: 0.2, memory: 0.3, p95Ms: 100, running: 4 };

async function auditActions({ ports }: WatchedDesk): Promise<readonly string[]> {
  const { items } = await ports.store.query({ ...entriesOf(`service/${NAME}`, 'ascending'), limit: 100 });
  return items.map(({ value }) => (value as { action: string }).action); // safe: audit entries have an action
}

/** A store that loses the first `times` commits that write the service, as if another writer were always first. */
function losing(ports: Ports, times: number): Ports {
  let left = times;
  const commit = async (one: Commit) => {
    const writesService = one.writes.some((write) => write.kind === 'put' && write.item.key.sk === 'CURRENT');
    if (writesService && left-- > 0)
      throw new OpsError('store.conflict', 'Another writer was first.', { remedy: 'Try again.' });
    return ports.store.commit(one);
  };
  const { store } = ports;
  return {
    ...ports,
    store: {
      get: (key) => store.get(key),
      getMany: (keys) => store.getMany(keys),
      query: (query) => store.query(query),
      commit,
    },
  };
}

describe('evaluating a service', () => {
  let watched: WatchedDesk;
  beforeEach(async () => {
    watched = await openWatchedDesk();
  });

  it('scales out with no person: the count, its decision and its audit entry together', async () => {
    watched.minute = BUSY;
    const before = await watched.service();
    const decision = await watched.evaluate('alarm');
    const after = await watched.service();
    expect(decision).toMatchObject({
      outcome: 'SCALED_OUT',
      from: 2,
      to: 3,
      trigger: 'alarm',
      actor: 'scaler',
    });
    expect(after).toMatchObject({ desiredCount: 3, version: before.version + 1 });
    expect(after.scaling).toMatchObject({ lastDecisionId: decision.id, lastScaleDecisionId: decision.id });
    expect((await auditActions(watched)).filter((action) => action === 'service.scaled')).toHaveLength(1);
    expect(await watched.raises()).toEqual([]);
  });

  it('does not take what was measured before a scale-out for a need beyond it', async () => {
    watched.minute = BUSY;
    await watched.evaluate();
    const again = await watched.pass(2);
    expect(again.map(({ outcome }) => outcome)).toEqual(['HELD_IN_TOLERANCE', 'HELD_IN_TOLERANCE']);
    expect((await watched.service()).desiredCount).toBe(3);
  });

  it('goes on as load grows: 3 to 4', async () => {
    await watched.set({ desiredCount: 3 });
    watched.minute = { ...BUSY, cpu: 0.8, running: 3 };
    expect(await watched.evaluate()).toMatchObject({ outcome: 'SCALED_OUT', from: 3, to: 4 });
  });

  it('keeps equal holds in one record that is no audit entry', async () => {
    watched.minute = { ...BUSY, cpu: 0.6 };
    const before = await auditActions(watched);
    await watched.pass(5);
    const decisions = await watched.decisions();
    expect(decisions).toHaveLength(1);
    expect(decisions[0]).toMatchObject({ outcome: 'HELD_IN_TOLERANCE', repeats: 5 });
    expect(await auditActions(watched)).toEqual(before);
  });

  it('writes the service once for equal holds, so that its version stays usable', async () => {
    watched.minute = { ...BUSY, cpu: 0.6 };
    await watched.pass(1);
    const { version } = await watched.service();
    await watched.pass(5);
    expect((await watched.service()).version).toBe(version);
  });

  it('begins a new record when holds lie apart', async () => {
    watched.minute = { ...BUSY, cpu: 0.6 };
    await watched.evaluate();
    watched.wait(3_600);
    await watched.evaluate();
    expect(await watched.decisions()).toHaveLength(2);
  });

  it('scales in step by step once five minutes have needed less', async () => {
    await watched.set({ desiredCount: 4 });
    watched.minute = { ...CALM, cpu: 0.6 };
    await watched.pass(3);
    watched.minute = CALM;
    const decisions = await watched.pass(6);
    const outcomes = decisions.map(({ outcome }) => outcome);
    expect(outcomes).toEqual([...Array(5).fill('HELD_STABILISING'), 'SCALED_IN']);
    expect((await watched.service()).desiredCount).toBe(3);
  });

  it('remembers what was wanted in between, although the hold was the same', async () => {
    await watched.set({ desiredCount: 20, bounds: { min: 2, max: 40 } });
    const wanting = (cpu: number) => ({ cpu, memory: 0.1, p95Ms: 100, running: 20 });
    watched.minute = wanting(0.6);
    await watched.evaluate();
    watched.minute = wanting(0.42);
    await watched.pass(1);
    watched.minute = wanting(0.51);
    await watched.pass(1);
    watched.minute = wanting(0.3);
    expect((await watched.pass(4)).at(-1)).toMatchObject({ outcome: 'SCALED_IN', want: 10, to: 17 });
  });

  it('holds when the metrics cannot be had', async () => {
    const read = () =>
      Promise.reject(new OpsError('platform.unavailable', 'No answer.', { remedy: 'Wait.' }));
    const ports = { ...watched.ports, metrics: { read } };
    const decision = await evaluateScaling(ports, { service: NAME, trigger: 'tick', correlationId: 'test' });
    expect(decision).toMatchObject({ outcome: 'HELD_NO_DATA', from: 2, to: 2 });
  });

  it.each(['CREATING', 'RETIRING', 'RETIRED'] as const)(
    'leaves a service alone that is %s',
    async (status) => {
      await watched.set({ status });
      const request = { service: NAME, trigger: 'tick', correlationId: 'test' } as const;
      expect(await evaluateScaling(watched.ports, request)).toBeUndefined();
      expect(await watched.decisions()).toEqual([]);
    },
  );

  it('has nothing to say of a service that is not there', async () => {
    const request = { service: 'nobody', trigger: 'tick', correlationId: 'test' } as const;
    expect(await evaluateScaling(watched.ports, request)).toBeUndefined();
  });

  it('starts over when another writer was first', async () => {
    watched.minute = BUSY;
    const request = { service: NAME, trigger: 'tick', correlationId: 'test' } as const;
    const decision = await evaluateScaling(losing(watched.ports, 2), request);
    expect(decision).toMatchObject({ outcome: 'SCALED_OUT', to: 3 });
    expect((await watched.service()).desiredCount).toBe(3);
  });

  it('records a conflict and changes nothing when others were first three times', async () => {
    watched.minute = BUSY;
    const request = { service: NAME, trigger: 'tick', correlationId: 'test' } as const;
    const decision = await evaluateScaling(losing(watched.ports, 3), request);
    expect(decision).toMatchObject({ outcome: 'CONFLICT', from: 2, to: 2, want: 3 });
    expect((await watched.service()).desiredCount).toBe(2);
    expect(await watched.decisions()).toHaveLength(1);
  });

  it('scales once however many evaluate at the same time', async () => {
    watched.minute = BUSY;
    await Promise.all(Array.from({ length: 8 }, () => watched.evaluate('alarm')));
    expect((await watched.service()).desiredCount).toBe(3);
    expect((await auditActions(watched)).filter((action) => action === 'service.scaled')).toHaveLength(1);
  });
});
