import { JsonLog, type LogLevel } from '../../adapters/embedded/json-log.ts';
import { OpsError } from '../../core/errors.ts';

function logged(level: LogLevel, use: (log: JsonLog) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  use(new JsonLog({ level, write: (line) => lines.push(line), now: () => new Date(0) }));
  expect(lines.every((line) => !line.includes('\n'))).toBe(true);
  return lines.map((line) => JSON.parse(line));
}

describe('the log', () => {
  it('writes one JSON line per fact: time, level, event, fields', () => {
    expect(logged('info', (log) => log.info('service.scaled', { to: 3 }))).toEqual([
      { at: '1970-01-01T00:00:00.000Z', level: 'info', event: 'service.scaled', to: 3 },
    ]);
  });
  it.each([
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
    ['silent', []],
  ] as const)('writes at level %s only %j', (level, expected) => {
    const facts = logged(level, (log) => {
      log.info('a.b');
      log.warn('a.b');
      log.error('a.b');
    });
    expect(facts.map((fact) => fact['level'])).toEqual(expected);
  });
  it('says what went wrong in an error, with its cause, and keeps line breaks inside the line', () => {
    const cause = new Error('disk\nfull');
    const error = new OpsError('store.conflict', 'Another writer was first.', {
      remedy: 'Read again.',
      cause,
    });
    expect(logged('info', (log) => log.error('commit.failed', { error }))).toMatchObject([
      {
        error: {
          code: 'store.conflict',
          message: 'Another writer was first.',
          cause: { message: 'disk\nfull' },
        },
      },
    ]);
  });
  it('never throws and never lets a field pose as another level or event', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const facts = logged('info', (log) => {
      log.info('a.b', cycle);
      log.info('a.b', { big: 2n ** 64n, level: 'error', event: 'x.y', at: 'never' });
    });
    expect(facts).toMatchObject([
      { event: 'a.b', fields: 'not JSON' },
      { event: 'a.b', level: 'info', big: '18446744073709551616' },
    ]);
  });
});
