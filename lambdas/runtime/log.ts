import { AsyncLocalStorage } from 'node:async_hooks';
import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../../core/ports.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Writes JSON lines with what Lambda knows of the call; CloudWatch Logs keeps them. */
const logger = new Logger({ serviceName: 'hms-ops' });

/** What the call that runs now is about: stands in every line that names no other. */
let ofCall: string | undefined;

/** The same for each of several pieces of work that go on side by side. */
const ofWork = new AsyncLocalStorage<string>();

/** The log of a function: `message` is the event, a fixed dotted name, never a sentence. */
export const log: Log = {
  info: (event, fields) => logger.info(event, withId(fields)),
  warn: (event, fields) => logger.warn(event, withId(fields)),
  error: (event, fields) => logger.error(event, withId(fields)),
};

/** Every line until the next call carries this id. */
export function logWith(id: string): void {
  ofCall = id;
}

/** Does `work`; every line of it carries this id, whatever else goes on meanwhile. */
export function loggedWith<Result>(id: string, work: () => Result): Result {
  return ofWork.run(id, work);
}

/** `message` and `level` are the line's own. */
function withId({ message, level, ...fields }: Fields = {}): Record<string, unknown> {
  return {
    correlationId: ofWork.getStore() ?? ofCall,
    ...fields,
    ...(message !== undefined && { detail: message }),
    ...(level !== undefined && { detailLevel: level }),
  };
}
