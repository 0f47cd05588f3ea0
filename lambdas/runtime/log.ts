import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../../core/ports.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Writes JSON lines with what Lambda knows of the call; CloudWatch Logs keeps them. */
const logger = new Logger({ serviceName: 'hms-ops' });

/** The log of a function: `message` is the event, a fixed dotted name, never a sentence. */
export const log: Log = {
  info: (event, fields) => logger.info(event, safe(fields)),
  warn: (event, fields) => logger.warn(event, safe(fields)),
  error: (event, fields) => logger.error(event, safe(fields)),
};

/** Every line until the next call carries this id. */
export function logWith(correlationId: string): void {
  logger.resetKeys();
  logger.appendKeys({ correlationId });
}

/** `message` and `level` are the line's own. */
function safe({ message, level, ...fields }: Fields = {}): Record<string, unknown> {
  return {
    ...fields,
    ...(message !== undefined && { detail: message }),
    ...(level !== undefined && { detailLevel: level }),
  };
}
