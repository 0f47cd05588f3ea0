import middy from '@middy/core';
import type * as z from 'zod';
import { logWith } from './log.ts';
import { measured } from './measured.ts';

/**
 * Works on one call of a schedule or of a state machine. What does not fit the schema is a broken deployment and fails.
 * A thrown error means: again, and then the dead letters.
 */
export function onCall<Input extends z.ZodType, Result>(
  kind: string,
  { input, handle }: { readonly input: Input; readonly handle: (input: z.output<Input>) => Promise<Result> },
) {
  return middy<unknown, Result>().handler(async (event, context) => {
    const parsed = input.parse(event ?? {});
    logWith(correlationIn(parsed) ?? context.awsRequestId);
    return measured(kind, () => handle(parsed));
  });
}

/** The id that led to the call, where it names one. */
function correlationIn(input: unknown): string | undefined {
  const id = typeof input === 'object' && input !== null && Reflect.get(input, 'correlationId');
  return typeof id === 'string' ? id : undefined;
}
