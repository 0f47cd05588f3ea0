import { nextTicks, tickAt, ticksBetween } from '../../../core/jobs/schedule.ts';

/** Ticks as `local utc`, the minutes of each. */
function ticks(schedule: string, timeZone: string, [from, to]: readonly [string, string]): readonly string[] {
  const found = ticksBetween({ schedule, timeZone }, `${from}:00.000Z`, `${to}:00.000Z`);
  return found.map(({ local, utc }) => `${local} ${utc.slice(0, 16)}`);
}

interface Night {
  readonly zone: string;
  readonly schedule: string;
  readonly during: readonly [string, string];
  readonly expected: readonly string[];
}

describe('ticks where the clocks skip time', () => {
  it.each<Night>([
    {
      zone: 'America/New_York',
      schedule: '30 2 * * *',
      during: ['2026-03-07T00:00', '2026-03-10T00:00'],
      expected: [
        '2026-03-07T02:30 2026-03-07T07:30',
        '2026-03-08T02:30 2026-03-08T07:00',
        '2026-03-09T02:30 2026-03-09T06:30',
      ],
    },
    {
      zone: 'America/New_York',
      schedule: '0 2 * * *',
      during: ['2026-03-08T00:00', '2026-03-09T00:00'],
      expected: ['2026-03-08T02:00 2026-03-08T07:00'],
    },
    {
      zone: 'Europe/Berlin',
      schedule: '15 2 * * *',
      during: ['2026-03-28T00:00', '2026-03-31T00:00'],
      expected: [
        '2026-03-28T02:15 2026-03-28T01:15',
        '2026-03-29T02:15 2026-03-29T01:00',
        '2026-03-30T02:15 2026-03-30T00:15',
      ],
    },
    {
      zone: 'Australia/Lord_Howe',
      schedule: '15 2 * * *',
      during: ['2026-10-02T00:00', '2026-10-05T00:00'],
      expected: [
        '2026-10-03T02:15 2026-10-02T15:45',
        '2026-10-04T02:15 2026-10-03T15:30',
        '2026-10-05T02:15 2026-10-04T15:15',
      ],
    },
    {
      zone: 'Pacific/Apia',
      schedule: '0 2 * * *',
      during: ['2011-12-29T00:00', '2011-12-31T00:00'],
      expected: [
        '2011-12-29T02:00 2011-12-29T12:00',
        '2011-12-30T02:00 2011-12-30T10:00',
        '2011-12-31T02:00 2011-12-30T12:00',
      ],
    },
  ])('run once, at the first valid minute: $schedule in $zone', ({ zone, schedule, during, expected }) => {
    expect(ticks(schedule, zone, during)).toEqual(expected);
  });

  it('are one tick where several fall on one instant: that of the clock itself', () => {
    const during = ['2026-03-08T06:29', '2026-03-08T07:30'] as const;
    expect(ticks('*/15 * * * *', 'America/New_York', during)).toEqual([
      '2026-03-08T01:30 2026-03-08T06:30',
      '2026-03-08T01:45 2026-03-08T06:45',
      '2026-03-08T03:00 2026-03-08T07:00',
      '2026-03-08T03:15 2026-03-08T07:15',
      '2026-03-08T03:30 2026-03-08T07:30',
    ]);
    expect(ticks('15,45 2 * * *', 'America/New_York', during)).toEqual(['2026-03-08T02:15 2026-03-08T07:00']);
  });

  it('say what happened to them', () => {
    const timed = { schedule: '30 2 * * *', timeZone: 'America/New_York' };
    const [tick] = nextTicks(timed, '2026-03-08T00:00:00.000Z', 1);
    expect(tick?.note).toBe('The clocks skip 02:30 that day; it runs at 03:00.');
  });
});

describe('ticks that the clocks show twice', () => {
  it.each<Night>([
    {
      zone: 'America/New_York',
      schedule: '30 1 * * *',
      during: ['2026-10-31T00:00', '2026-11-03T00:00'],
      expected: [
        '2026-10-31T01:30 2026-10-31T05:30',
        '2026-11-01T01:30 2026-11-01T05:30',
        '2026-11-02T01:30 2026-11-02T06:30',
      ],
    },
    {
      zone: 'America/New_York',
      schedule: '*/30 1 * * *',
      during: ['2026-11-01T00:00', '2026-11-02T00:00'],
      expected: ['2026-11-01T01:00 2026-11-01T05:00', '2026-11-01T01:30 2026-11-01T05:30'],
    },
    {
      zone: 'Europe/Berlin',
      schedule: '30 2 * * *',
      during: ['2026-10-24T00:00', '2026-10-27T00:00'],
      expected: [
        '2026-10-24T02:30 2026-10-24T00:30',
        '2026-10-25T02:30 2026-10-25T00:30',
        '2026-10-26T02:30 2026-10-26T01:30',
      ],
    },
    {
      zone: 'Australia/Lord_Howe',
      schedule: '45 1 * * *',
      during: ['2026-04-03T00:00', '2026-04-06T00:00'],
      expected: [
        '2026-04-04T01:45 2026-04-03T14:45',
        '2026-04-05T01:45 2026-04-04T14:45',
        '2026-04-06T01:45 2026-04-05T15:15',
      ],
    },
  ])('run once, the first time: $schedule in $zone', ({ zone, schedule, during, expected }) => {
    expect(ticks(schedule, zone, during)).toEqual(expected);
  });

  it('are found although the clocks show an earlier time again when they are looked for', () => {
    // 06:10Z shows 01:10 for the second time; 01:30 was shown before, at 05:30Z.
    const during = ['2026-11-01T04:00', '2026-11-01T06:10'] as const;
    expect(ticks('30 1 * * *', 'America/New_York', during)).toEqual(['2026-11-01T01:30 2026-11-01T05:30']);
  });
});

describe('other schedules', () => {
  it('counts a rate in real time, whatever the clocks do', () => {
    const during = ['2026-11-01T05:00', '2026-11-01T06:30'] as const;
    expect(ticks('rate(30 minutes)', 'America/New_York', during)).toEqual([
      '2026-11-01T05:30 2026-11-01T05:30',
      '2026-11-01T06:00 2026-11-01T06:00',
      '2026-11-01T06:30 2026-11-01T06:30',
    ]);
  });

  it('fires once at a time on the clock of the zone', () => {
    const during = ['2026-01-01T00:00', '2027-01-01T00:00'] as const;
    expect(ticks('at(2026-07-01T02:00:00)', 'Europe/Berlin', during)).toEqual([
      '2026-07-01T02:00 2026-07-01T00:00',
    ]);
  });

  it('never fires what people start', () => {
    expect(ticks('manual', 'UTC', ['2026-01-01T00:00', '2027-01-01T00:00'])).toEqual([]);
  });

  it('tells the next five, leap days included', () => {
    const leap = { schedule: '0 0 29 2 *', timeZone: 'UTC' };
    const years = nextTicks(leap, '2026-01-01T00:00:00.000Z', 5).map(({ local }) => local.slice(0, 4));
    expect(years).toEqual(['2028', '2032', '2036', '2040', '2044']);
  });

  it.each([
    ['2026-03-08T02:30', 'its own tick in the gap', '2026-03-08T07:00:00.000Z'],
    ['2026-03-08T02:31', 'no tick', undefined],
    ['2026-02-30T02:30', 'no date', undefined],
    ['2026-03-09T99:99', 'no time', undefined],
  ])('finds the tick of %s: %s', (local, _what, utc) => {
    expect(tickAt({ schedule: '30 2 * * *', timeZone: 'America/New_York' }, local)?.utc).toBe(utc);
  });
});

describe('schedules that cannot be', () => {
  it.each([
    ['* * * * * *', 'schedule', 'six fields', /has 6 cron fields, not five/],
    ['0 2 * *', 'schedule', 'four fields', /has 4 cron fields/],
    ['@daily', 'schedule', 'a nickname', /has 1 cron field/],
    ['0 0 30 2 *', 'schedule', 'a date that never comes', /never fires/],
    ['0 0 31 2,4,6,9,11 *', 'schedule', 'months without that day', /never fires/],
    ['61 * * * *', 'schedule', 'a minute that is none', /no cron expression: Invalid value for minute/],
    ['x y z a b', 'schedule', 'words', /no cron expression/],
    ['rate(0 minutes)', 'schedule', 'a rate of nothing', /no. a rate from 1 minute|not a rate/],
    ['rate(30 seconds)', 'schedule', 'a rate below the tick', /not a rate/],
    ['rate(2 fortnights)', 'schedule', 'an unknown unit', /not a rate/],
    ['at(2026-02-30T02:00:00)', 'schedule', 'a day that is none', /names no minute/],
    ['at(tomorrow)', 'schedule', 'a word for a time', /names no minute/],
  ])('refuses %s, naming %s: %s', (schedule, field, _what, message) => {
    const asked = () => nextTicks({ schedule, timeZone: 'UTC' }, '2026-01-01T00:00:00.000Z', 1);
    expect(asked).toThrow(
      expect.objectContaining({
        code: 'request.invalid',
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(/^schedule: (use|name)/),
        errors: [expect.objectContaining({ field })],
      }),
    );
  });

  it('refuses a zone that nobody knows', () => {
    const asked = () =>
      nextTicks({ schedule: '0 2 * * *', timeZone: 'Mars/Base' }, '2026-01-01T00:00:00.000Z', 1);
    expect(asked).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ field: 'timeZone' })] }),
    );
  });
});
