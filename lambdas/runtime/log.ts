import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../../core/ports.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Writes JSON lines with what Lambda knows of the call; CloudWatch Logs keeps them. */
const logger = new Logger({ serviceName: 'hms-ops' });

/** What is worked on now: stands in every line that names no other. */
let correlationId: string | undefined;

/** The log of a function: `message` is the event, a fixed dotted name, never a sentence. */
export const log: Log = {
  info: (event, fields) => logger.info(event, withId(fields)),
  warn: (event, fields) => logger.warn(event, withId(fields)),
  error: (event, fields) => logger.error(event, withId(fields)),
};

/** Every line until the next call carries this id. */
export function logWith(id: string): void {
  correlationId = id;
}

/** `message` and `level` are the line's own. */
function withId({ message, level, ...fields }: Fields = {}): Record<string, unknown> {
  return {
    correlationId,
    ...fields,
    ...(message !== undefined && { detail: message }),
    ...(level !== undefined && { detailLevel: level }),
  };
}
