import { setTimeout as pause } from 'node:timers/promises';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { log } from '../../../lambdas/runtime/log.ts';
import { onQueue, type QueueWork } from '../../../lambdas/runtime/on-queue.ts';
import { linesOf } from './lines.ts';

interface Message {
  readonly do: string;
  readonly id?: string;
}

const isMessage = (body: unknown): body is Message =>
  typeof body === 'object' && body !== null && 'do' in body;

async function delivered(
  bodies: readonly (object | string)[],
  more: Partial<QueueWork<Message>> & { readonly receiveCount?: number } = {},
) {
  const done: string[] = [];
  const handler = onQueue<Message>({
    kind: 'test',
    parse: (body) => (isMessage(body) ? body : undefined),
    handle: async ({ do: what }) => {
      done.push(what);
      if (what.startsWith('fail')) throw new Error(what);
    },
    ...more,
  });
  const Records = bodies.map((body, nth) => ({
    messageId: `m-${nth}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(more.receiveCount !== undefined && {
      attributes: { ApproximateReceiveCount: String(more.receiveCount) },
    }),
  }));
  let response: SQSBatchResponse | undefined;
  const lines = await linesOf(async () => {
    // Safe: the pipeline reads no other field of a record, and nothing of the context.
    response = await handler({ Records } as unknown as SQSEvent, {} as Context);
  });
  return { done, lines, failed: response?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
}

describe('a batch of messages', () => {
  it('is done with when every message is', async () => {
    expect(await delivered([{ do: 'a' }, { do: 'b' }])).toMatchObject({ done: ['a', 'b'], failed: [] });
  });

  it('comes again only as far as it failed', async () => {
    const { done, failed } = await delivered([{ do: 'a' }, { do: 'fail' }, { do: 'b' }]);
    expect({ done, failed }).toEqual({ done: ['a', 'fail', 'b'], failed: ['m-1'] });
  });

  it('does once what several messages ask for, and all of them fail with it', async () => {
    const messages = [{ do: 'fail' }, { do: 'a' }, { do: 'fail' }];
    const { done, failed } = await delivered(messages, { sameAs: ({ do: what }) => what });
    expect({ done, failed }).toEqual({ done: ['fail', 'a'], failed: ['m-0', 'm-2'] });
  });

  it('drops what says nothing to us, with a line in the log', async () => {
    const { done, failed, lines } = await delivered(['no json', { other: 1 }, { do: 'a' }]);
    expect({ done, failed }).toEqual({ done: ['a'], failed: [] });
    const ignored = lines.filter(({ message }) => message === 'test.ignored');
    expect(ignored.map(({ messageId }) => messageId)).toEqual(['m-0', 'm-1']);
  });

  it('tells of each message, also of those that are one piece of work', async () => {
    const seen: string[] = [];
    const one = { sameAs: () => 'one', seen: ({ do: what }: Message) => seen.push(what) };
    await delivered([{ do: 'a' }, { do: 'b' }], one);
    expect(seen).toEqual(['a', 'b']);
  });

  it('tells of a message once, however often it is delivered', async () => {
    const seen: string[] = [];
    for (const receiveCount of [1, 2, 3]) {
      const { done } = await delivered([{ do: 'a' }], {
        receiveCount,
        seen: ({ do: what }) => seen.push(what),
      });
      expect(done).toEqual(['a']);
    }
    expect(seen).toEqual(['a']);
  });

  it('keeps the correlation id of each message in its own lines, although all go on side by side', async () => {
    const { lines } = await delivered(
      [{ do: 'slow', id: 'c-1' }, { do: 'quick', id: 'c-2' }, { do: 'plain' }],
      {
        correlationOf: ({ id }) => id,
        handle: async ({ do: what }) => {
          await pause(what === 'slow' ? 20 : 1);
          log.info('test.done', { what });
        },
      },
    );
    const done = lines.filter(({ message }) => message === 'test.done');
    expect(Object.fromEntries(done.map(({ what, correlationId }) => [what, correlationId]))).toEqual({
      slow: 'c-1',
      quick: 'c-2',
      plain: 'm-2',
    });
  });

  it('measures how long each piece of work took, and counts those that failed', async () => {
    const { lines } = await delivered([{ do: 'a' }, { do: 'fail' }]);
    const measured = lines.filter((line) => '_aws' in line);
    expect(measured).toEqual([
      expect.objectContaining({ Kind: 'test', HandledMs: expect.any(Number) }),
      expect.objectContaining({ Kind: 'test', Failed: 1 }),
    ]);
    expect(JSON.stringify(measured)).toContain('HMS/ControlPlane');
  });
});
