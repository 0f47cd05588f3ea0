import type { Alarm, AlarmKind, AlarmState } from '../../../core/contract/monitoring.ts';
import { alarmRulesFor } from '../../../core/scaling/alarm-rules-for.ts';
import { ensureAlarms } from '../../../core/scaling/ensure-alarms.ts';
import { recordAlarm } from '../../../core/scaling/record-alarm.ts';
import { syncAlarms } from '../../../core/scaling/sync-alarms.ts';
import { entriesOf } from '../../../core/store/records/audit.ts';
import { addSeconds } from '../../../core/units.ts';
import { NAME, openWatchedDesk, type WatchedDesk } from './watched-desk.ts';

const AT = '2026-11-23T12:00:00.000Z';

describe('remembering alarms on their service', () => {
  let watched: WatchedDesk;
  beforeEach(async () => {
    watched = await openWatchedDesk();
  });

  function record(kind: AlarmKind, state: AlarmState, at = AT) {
    return recordAlarm(watched.ports, { service: NAME, kind, state, at, correlationId: 'test' });
  }

  it('keeps the state and its time, and audits the change', async () => {
    expect(await record('cpu-high', 'ALARM')).toBe(true);
    expect(await watched.service()).toMatchObject({
      alarms: { 'cpu-high': 'ALARM' },
      alarmsAt: { 'cpu-high': AT },
    });
    const { items } = await watched.ports.store.query({
      ...entriesOf(`service/${NAME}`, 'descending'),
      limit: 1,
    });
    expect(items[0]?.value).toMatchObject({
      action: 'alarm.changed',
      reason: 'The alarm cpu-high went from INSUFFICIENT_DATA to ALARM.',
    });
  });

  it('takes the same news twice for one', async () => {
    await record('cpu-high', 'ALARM');
    const { version } = await watched.service();
    expect(await record('cpu-high', 'ALARM', addSeconds(AT, 60))).toBe(false);
    expect((await watched.service()).version).toBe(version);
  });

  it('ignores news that is older than what is known', async () => {
    await record('cpu-high', 'OK', addSeconds(AT, 60));
    expect(await record('cpu-high', 'ALARM', AT)).toBe(false);
    expect((await watched.service()).alarms['cpu-high']).toBe('OK');
  });

  it('ignores news of a service that is gone or going', async () => {
    await watched.set({ status: 'RETIRED' });
    expect(await record('cpu-high', 'ALARM')).toBe(false);
    const nobody = {
      service: 'nobody',
      kind: 'cpu-high',
      state: 'ALARM',
      at: AT,
      correlationId: 'test',
    } as const;
    expect(await recordAlarm(watched.ports, nobody)).toBe(false);
  });
});

describe('bringing alarms in line with the cloud', () => {
  let watched: WatchedDesk;
  let cloud: Partial<Record<AlarmKind, AlarmState>>;
  let looked: string[];

  beforeEach(async () => {
    watched = await openWatchedDesk();
    watched.wait(60);
    cloud = {};
    looked = [];
  });

  function sync() {
    const listed = () =>
      Object.entries(cloud).map(([kind, state]) => ({ kind, state, stateSince: AT }) as Alarm); // safe: all that is read
    return syncAlarms({
      ...watched.ports,
      alarms: {
        ensure: async () => undefined,
        list: async (service) => {
          looked.push(service);
          return service === NAME ? listed() : [];
        },
        listAlarming: async () =>
          listed()
            .filter(({ state }) => state === 'ALARM')
            .map(({ kind }) => ({ service: NAME, kind })),
      },
    });
  }

  it('learns of an alarm whose event was lost, and has the service evaluated', async () => {
    cloud = { 'cpu-high': 'ALARM', 'p95-high': 'OK' };
    await watched.set({ desiredCount: 3 });
    expect(await sync()).toEqual([NAME]);
    expect((await watched.service()).alarms).toMatchObject({ 'cpu-high': 'ALARM', 'p95-high': 'OK' });
  });

  it('has it evaluated as long as the alarm lasts, without asking the cloud again', async () => {
    cloud = { 'cpu-high': 'ALARM' };
    await sync();
    looked = [];
    expect(await sync()).toEqual([NAME]);
    expect(looked).toEqual([]);
  });

  it('learns of an end whose event was lost', async () => {
    cloud = { 'cpu-high': 'ALARM' };
    await sync();
    cloud = { 'cpu-high': 'OK' };
    watched.wait(60);
    expect(await sync()).toEqual([]);
    expect((await watched.service()).alarms['cpu-high']).toBe('OK');
  });

  it('takes an alarm that is gone for unknown, never for fine', async () => {
    cloud = { 'cpu-high': 'ALARM' };
    await sync();
    cloud = {};
    await sync();
    expect((await watched.service()).alarms['cpu-high']).toBe('INSUFFICIENT_DATA');
  });

  it('looks up what is unknown every ten minutes', async () => {
    cloud = { 'p95-high': 'OK' };
    await sync();
    expect((await watched.service()).alarms['p95-high']).toBeUndefined();
    watched.wait(9 * 60);
    await sync();
    expect((await watched.service()).alarms['p95-high']).toBe('OK');
  });

  it('asks nothing of a service whose low alarm lasts at the minimum', async () => {
    cloud = { 'cpu-low': 'ALARM' };
    expect(await sync()).toEqual([]);
    await watched.set({ desiredCount: 3 });
    expect(await sync()).toEqual([NAME]);
  });

  it('asks once more after a service was at its limit, so that the end of the need is noted', async () => {
    const { scaling } = await watched.service();
    await watched.set({ scaling: { ...scaling, atLimitSince: AT } });
    expect(await sync()).toEqual([NAME]);
  });

  it('makes the alarms of the service those it needs', async () => {
    const service = await watched.service();
    const cause = { actor: 'reconciler', changeId: service.lastChangeId };
    const asked: unknown[] = [];
    const ensure = async (request: unknown) => void asked.push(request);
    await ensureAlarms({ alarms: { ...watched.ports.alarms, ensure } }, service, cause);
    expect(asked).toEqual([{ service: NAME, rules: alarmRulesFor(service), cause }]);
  });
});
