import fc from 'fast-check';
import { nextFridayEvening } from '../../../core/scaling/next-friday-evening.ts';
import { secondsBetween } from '../../../core/units.ts';

describe('the next Friday evening', () => {
  it.each([
    ['2026-11-23T10:00:00.000Z', 'UTC', '2026-11-27T18:00:00.000Z'],
    ['2026-11-27T14:00:00.000Z', 'UTC', '2026-11-27T18:00:00.000Z'],
    ['2026-11-27T14:00:00.001Z', 'UTC', '2026-12-04T18:00:00.000Z'],
    ['2026-11-28T00:00:00.000Z', 'UTC', '2026-12-04T18:00:00.000Z'],
    ['2026-10-29T12:00:00.000Z', 'America/New_York', '2026-10-30T22:00:00.000Z'],
    ['2026-10-31T12:00:00.000Z', 'America/New_York', '2026-11-06T23:00:00.000Z'],
    ['2026-03-07T12:00:00.000Z', 'America/New_York', '2026-03-13T22:00:00.000Z'],
    ['2026-12-30T12:00:00.000Z', 'Asia/Kolkata', '2027-01-01T12:30:00.000Z'],
    ['2026-11-27T03:30:00.000Z', 'Pacific/Auckland', '2026-12-04T05:00:00.000Z'],
    ['2026-11-26T12:00:00.000Z', 'Pacific/Auckland', '2026-11-27T05:00:00.000Z'],
  ])('from %s in %s is %s', (now, zone, expected) => {
    expect(nextFridayEvening(now, zone)).toBe(expected);
  });

  it('is a Friday at 18:00 there, at least four hours and at most a week and four hours away', () => {
    const zones = fc.constantFrom(
      'UTC',
      'America/New_York',
      'Europe/Berlin',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
    );
    const from = Date.parse('2026-01-01T00:00:00.000Z');
    const moment = fc
      .integer({ min: 0, max: 2 * 366 * 86_400 })
      .map((sec) => new Date(from + sec * 1_000).toISOString());
    fc.assert(
      fc.property(moment, zones, (now, timeZone) => {
        const evening = nextFridayEvening(now, timeZone);
        const shown = new Date(evening).toLocaleString('en-US', {
          timeZone,
          weekday: 'short',
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        });
        const away = secondsBetween(now, evening);
        expect(shown).toBe('Fri 18:00');
        expect(away).toBeGreaterThanOrEqual(4 * 3_600);
        expect(away).toBeLessThanOrEqual(7 * 86_400 + 5 * 3_600);
      }),
    );
  });
});
