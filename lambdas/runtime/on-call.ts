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
    logWith(context.awsRequestId);
    const parsed = input.parse(event ?? {});
    return measured(kind, () => handle(parsed));
  });
}
