import { request } from 'node:http';
import { type Loopback, openLoopback } from './loopback.ts';

interface Raw {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

describe('over a real socket', () => {
  let loopback: Loopback;
  beforeAll(async () => {
    loopback = await openLoopback();
  });
  afterAll(() => loopback.close());

  /** A call with headers that `fetch` would not send. */
  function raw(path: string, { method = 'GET', headers = {}, body }: Raw) {
    return new Promise<{ status: number; json: Readonly<Record<string, unknown>> }>((resolve, reject) => {
      const sent = request({ port: loopback.port, host: '127.0.0.1', path, method, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, json: JSON.parse(Buffer.concat(chunks).toString()) }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  const asDev = async () => ({
    authorization: `Bearer ${await loopback.tokenOf('dev')}`,
    'content-type': 'application/json',
  });

  it('413: a body that does not say how long it is stops being read at 64 KB', async () => {
    const headers = { ...(await asDev()), 'transfer-encoding': 'chunked' };
    const body = `{"name":"${'x'.repeat(3_000_000)}"}`;
    const answer = await raw('/api/v1/services', { method: 'POST', headers, body });
    expect(answer.status).toBe(413);
    expect(answer.json['code']).toBe('request.too_large');
  });

  it('400: a Host header that is none', async () => {
    const answer = await raw('/api/v1/me', { headers: { host: 'not a host' } });
    expect(answer.status).toBe(400);
    expect(answer.json['code']).toBe('request.malformed');
  });

  it('421: a Host header of another name', async () => {
    const answer = await raw('/api/v1/me', { headers: { host: 'evil.example' } });
    expect(answer.status).toBe(421);
  });

  it('202: fifty deploys at once are all taken', async () => {
    const headers = await asDev();
    const deploys = Array.from({ length: 50 }, (_, i) =>
      fetch(`${loopback.baseUrl}/api/v1/services`, {
        method: 'POST',
        headers,
        body: JSON.stringify({
          name: `many-${i}`,
          image: 'public/whoami:v1',
          replicas: { min: 1, max: 1 },
        }),
      }),
    );
    const statuses = (await Promise.all(deploys)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([202]));
  });
});
