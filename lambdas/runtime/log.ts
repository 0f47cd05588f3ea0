import type { Log } from '../../core/ports.ts';

type Fields = Readonly<Record<string, unknown>>;

/** One JSON object per line on stdout, which CloudWatch Logs keeps. `event` is a fixed dotted name, never a sentence. */
export const log: Log = {
  info: (event, fields) => write('info', event, fields),
  warn: (event, fields) => write('warn', event, fields),
  error: (event, fields) => write('error', event, fields),
};

function write(level: string, event: string, fields: Fields = {}): void {
  process.stdout.write(`${JSON.stringify({ level, event, at: new Date().toISOString(), ...fields })}\n`);
}
