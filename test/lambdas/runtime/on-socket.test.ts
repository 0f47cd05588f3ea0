import type { Context } from 'aws-lambda';
import { OpsError } from '../../../core/errors.ts';
import type { Tokens } from '../../../core/ports.ts';
import { onSocket } from '../../../lambdas/runtime/on-socket.ts';
import { linesOf } from './lines.ts';

const tokens: Tokens = {
  verify: async (token) => {
    if (token === 'good') return { sub: 'ana', kind: 'human', name: 'Ana', roles: [], groups: [] };
    if (token === 'unknown') throw new OpsError('platform.unavailable', 'no keys', { remedy: 'again' });
    throw new OpsError('request.unauthenticated', 'not valid', { remedy: 'sign in' });
  },
};

async function socket(routeKey: string, protocols?: string, header = 'Sec-WebSocket-Protocol') {
  const open = new Set(['known']);
  const connections = {
    add: async (id: string) => void open.add(id),
    remove: async (id: string) => void open.delete(id),
  };
  const handler = onSocket({ tokens, connections });
  const event = {
    requestContext: { routeKey, connectionId: routeKey === '$connect' ? 'new' : 'known' },
    ...(protocols !== undefined && { headers: { [header]: protocols } }),
  };
  let answer: unknown;
  await linesOf(async () => {
    answer = await handler(event, {} as Context); // safe: nothing of it is read
  });
  return { answer, open: [...open] };
}

describe('a page that wants to listen', () => {
  it('is let in with a token that counts, and answered in its protocol', async () => {
    expect(await socket('$connect', 'hms.v1, good')).toEqual({
      answer: { statusCode: 200, headers: { 'Sec-WebSocket-Protocol': 'hms.v1' } },
      open: ['known', 'new'],
    });
  });

  it('is let in whatever the case of the header is', async () => {
    const { answer } = await socket('$connect', 'hms.v1,good', 'sec-websocket-protocol');
    expect(answer).toMatchObject({ statusCode: 200 });
  });

  it.each(['hms.v1, bad', 'hms.v1', 'other, good', undefined])(
    '401: is refused with %s',
    async (protocols) => {
      expect(await socket('$connect', protocols)).toEqual({ answer: { statusCode: 401 }, open: ['known'] });
    },
  );

  it('is not called unauthenticated when nobody can tell', async () => {
    await expect(socket('$connect', 'hms.v1, unknown')).rejects.toMatchObject({
      code: 'platform.unavailable',
    });
  });

  it('is forgotten when it goes, and what it says is ignored', async () => {
    expect(await socket('$disconnect')).toEqual({ answer: { statusCode: 200 }, open: [] });
    expect(await socket('$default')).toEqual({ answer: { statusCode: 200 }, open: ['known'] });
  });
});
