import fc from 'fast-check';
import { AlarmKind } from '../../../core/contract/monitoring.ts';
import { alarmName, parseAlarmName } from '../../../core/monitoring/alarm-name.ts';

describe('the name of an alarm', () => {
  it('is read back as what it was made of', () => {
    const address = fc.record({
      environment: fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/),
      service: fc.stringMatching(/^[a-z][a-z0-9-]{1,38}$/),
      kind: fc.constantFrom(...AlarmKind.options),
    });
    fc.assert(fc.property(address, (one) => expect(parseAlarmName(alarmName(one))).toEqual(one)));
  });

  it.each([
    'hms/prod/web',
    'hms/prod/web/cpu-high/more',
    'hms//web/cpu-high',
    'other/prod/web/cpu-high',
    'hms/prod/WEB/cpu-high',
    'hms/prod/web/disk-high',
    '',
  ])('is not one of ours: %s', (name) => {
    expect(parseAlarmName(name)).toBeUndefined();
  });

  it('never fails on a name that others chose', () => {
    fc.assert(
      fc.property(fc.string(), (name) => parseAlarmName(name) === undefined || name.startsWith('hms/')),
    );
  });
});
