import { ApiProblem } from '../../client/api-problem.ts';
import { createClient, createDevClient } from '../../client/create-client.ts';
import { ManagementLayer } from '../../client/management-layer.ts';
import { type Loopback, openLoopback } from '../http/loopback.ts';

const SPEC = { name: 'job-ingest', image: 'govlab/job-ingest:v1' } as const;

describe('the typed client against a server that listens', () => {
  let loopback: Loopback;
  beforeEach(async () => {
    loopback = await openLoopback();
  });
  afterEach(() => loopback.close());

  const clientOf = (as: 'dev' | 'aud' | 'ana') =>
    createClient({ baseUrl: loopback.baseUrl, token: () => loopback.tokenOf(as) });

  it('deploys, reads, lists and patches with a version', async () => {
    const client = clientOf('dev');
    const change = await client.deployService({ body: SPEC });
    expect(change.status).toBe('EXECUTING');
    await loopback.embedded.world.advance(900);
    const service = await client.getService({ params: { name: SPEC.name } });
    expect(service.status).toBe('HEALTHY');
    const page = await client.listServices();
    expect(page.items.map(({ name }) => name)).toEqual([SPEC.name]);
    const patch = { params: { name: SPEC.name }, body: { owner: 'me' } };
    await client.updateService({ ...patch, ifMatch: service.version });
    const stale = client.updateService({ ...patch, body: { owner: 'you' }, ifMatch: service.version });
    await expect(stale).rejects.toMatchObject({ status: 412, code: 'version.mismatch' });
  });

  it('throws the problem as the API said it', async () => {
    const call = clientOf('aud').deployService({ body: SPEC });
    await expect(call).rejects.toThrow(ApiProblem);
    await expect(call).rejects.toMatchObject({
      status: 403,
      code: 'request.forbidden',
      retryable: false,
      problem: { remedy: expect.stringContaining('deployer') },
    });
    const wrong = clientOf('dev').deployService({ body: { ...SPEC, name: 'Wrong Name' } });
    await expect(wrong).rejects.toMatchObject({ problem: { errors: [{ field: 'name' }] } });
  });

  it('exports the audit trail as text', async () => {
    const lines = (await clientOf('aud').exportAudit()).trim().split('\n');
    expect(lines.length).toBeGreaterThan(0);
  });

  it('takes identities and moves time through the routes of the embedded world', async () => {
    const dev = createDevClient({ baseUrl: loopback.baseUrl });
    const { token } = await dev.takeIdentity({ body: { as: 'ben' } });
    const client = createClient({ baseUrl: loopback.baseUrl, token });
    expect((await client.whoAmI()).sub).toBe('ben');
    const before = await dev.getClock();
    const after = await dev.setClock({ body: { advanceSec: 60 } });
    expect(Date.parse(after.now) - Date.parse(before.now)).toBe(60_000);
  });

  it('deploys in three words, and waits for the end', async () => {
    const { baseUrl, embedded } = loopback;
    const mgmt = new ManagementLayer({ baseUrl, wait: () => embedded.world.advance(120) });
    const deployment = await mgmt.deployService({ name: 'job-ingest', image: 'govlab/job-ingest:v1' });
    expect((await deployment.wait()).status).toBe('DONE');
    const plan = await mgmt.planService({ name: 'job-ingest', image: 'govlab/job-ingest:v3' });
    expect(plan).toMatchObject({ status: 'PLANNED', plan: { noChange: false } });
  });

  it('gives up waiting when told to, and says how far it is', async () => {
    const mgmt = new ManagementLayer({ baseUrl: loopback.baseUrl, wait: async () => undefined });
    const deployment = await mgmt.deployService(SPEC);
    await expect(deployment.wait({ timeoutSec: 2 })).rejects.toMatchObject({
      name: 'TimeoutError',
      message: expect.stringContaining('EXECUTING'),
    });
  });
});

describe('what the client sends, and when it sends it again', () => {
  type Answering = (nth: number, init: RequestInit) => Response | Error;

  function clientOver(answer: Answering, options: { readonly retries?: number } = {}) {
    const sent: { readonly url: string; readonly init: RequestInit }[] = [];
    const waits: number[] = [];
    const client = createClient({
      baseUrl: 'http://api.test',
      token: 'T',
      newKey: () => 'made-key',
      wait: async (ms) => void waits.push(ms),
      fetch: async (url, init = {}) => {
        sent.push({ url: String(url), init });
        const answered = answer(sent.length, init);
        if (answered instanceof Error) throw answered;
        return answered;
      },
      ...options,
    });
    return { client, sent, waits };
  }

  const problem = (status: number, code: string, retryable: boolean) =>
    Response.json(
      { type: 'x', title: 't', status, code, detail: 'd.', remedy: 'r.', retryable },
      { status, headers: { 'content-type': 'application/problem+json' } },
    );
  const busy = () => problem(503, 'platform.unavailable', true);
  const page = () => Response.json({ items: [] });

  it('puts parameters into the path, the rest into the query, escaped', async () => {
    const { client, sent } = clientOver(page);
    await client.getTimeline({ params: { name: 'a/b' }, query: { limit: 5, cursor: 'x&y' } });
    expect(sent[0]?.url).toBe('http://api.test/api/v1/services/a%2Fb/timeline?limit=5&cursor=x%26y');
    expect(sent[0]?.init.headers).toEqual({ authorization: 'Bearer T' });
  });

  it('reads again, ever more slowly, when the answer says that it may pass', async () => {
    const { client, sent, waits } = clientOver((nth) => (nth < 3 ? busy() : page()));
    expect(await client.listServices()).toEqual({ items: [] });
    expect(sent).toHaveLength(3);
    expect(waits).toEqual([200, 800]);
  });

  it('reads again when there was no answer at all, and says so when there is none to be had', async () => {
    const { client, sent } = clientOver(() => new TypeError('fetch failed'));
    await expect(client.listServices()).rejects.toMatchObject({ code: 'platform.unavailable', status: 0 });
    expect(sent).toHaveLength(3);
  });

  it('gives every POST a key, and the same key when it is sent again', async () => {
    const { client, sent } = clientOver(busy);
    const call = client.retireService({ params: { name: 'a1' }, body: {} });
    await expect(call).rejects.toMatchObject({ status: 503 });
    const keys = sent.map(({ init }) => new Headers(init.headers).get('idempotency-key'));
    expect(keys).toEqual(['made-key', 'made-key', 'made-key']);
  });

  it('sends a PUT or PATCH once: repeating it might undo somebody else’s change', async () => {
    const { client, sent } = clientOver(busy);
    const call = client.setServiceBounds({ params: { name: 'a1' }, body: { min: 1, max: 2 }, ifMatch: 4 });
    await expect(call).rejects.toMatchObject({ status: 503 });
    expect(sent).toHaveLength(1);
    expect(new Headers(sent[0]?.init.headers).get('if-match')).toBe('"4"');
  });

  it('does not repeat what cannot pass', async () => {
    const { client, sent } = clientOver(() => problem(404, 'service.not_found', false));
    await expect(client.getService({ params: { name: 'a1' } })).rejects.toMatchObject({ status: 404 });
    expect(sent).toHaveLength(1);
  });

  it('makes a problem of an answer that is none of ours', async () => {
    const { client } = clientOver(() => new Response('<h1>Bad gateway</h1>', { status: 502 }), {
      retries: 0,
    });
    await expect(client.listServices()).rejects.toMatchObject({ status: 502, code: 'platform.unavailable' });
  });

  it.each([
    [401, 'Unauthorized', 'request.unauthenticated'],
    [403, 'Forbidden', 'request.forbidden'],
    [404, 'Not Found', 'route.not_found'],
  ])('knows what a gateway means by %i %s, and does not ask it again', async (status, message, code) => {
    const { client, sent } = clientOver(() => Response.json({ message }, { status }));
    await expect(client.listServices()).rejects.toMatchObject({ status, code, retryable: false });
    expect(sent).toHaveLength(1);
  });

  it('refuses an answer that has not the shape that was promised', async () => {
    const { client } = clientOver(() => Response.json({ things: [] }));
    await expect(client.listServices()).rejects.toThrow();
  });
});
