import fc from 'fast-check';
import { HttpWorld, type Sent, SPECS } from './world.ts';

interface BadCall {
  readonly what: string;
  readonly method?: string;
  readonly path?: string;
  readonly sent: Sent;
  readonly status: number;
  /** The field that the problem names. */
  readonly field: string;
  /** What the remedy must say. */
  readonly remedy?: RegExp;
}

const spec = SPECS.ingest;
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const body = (changed: object): Sent => ({ body: { ...spec, ...changed } });

const CALLS: readonly BadCall[] = [
  { what: 'an unknown field', sent: body({ colour: 'red' }), status: 422, field: 'colour' },
  { what: 'a mistyped field', sent: body({ imgae: 'x' }), status: 422, field: 'imgae', remedy: /image/ },
  { what: 'an unknown inner field', sent: body({ replicas: { min: 1, max: 2, mid: 1 } }), status: 422, field: 'replicas.mid' },
  { what: 'a missing name', sent: { body: { image: 'a:b' } }, status: 422, field: 'name', remedy: /text/ },
  { what: 'no body at all', sent: {}, status: 422, field: 'name' },
  { what: 'an illegal size pair', sent: body({ cpuUnits: 256, memoryMiB: 4096 }), status: 422, field: 'memoryMiB', remedy: /512, 1024, 2048/ },
  { what: 'a size Fargate does not have', sent: body({ cpuUnits: 300 }), status: 422, field: 'memoryMiB', remedy: /256, 512/ },
  { what: 'min above max', sent: body({ replicas: { min: 3, max: 2 } }), status: 422, field: 'replicas.min', remedy: /above max/ },
  { what: 'a negative number', sent: body({ replicas: { min: -1, max: 2 } }), status: 422, field: 'replicas.min', remedy: /at least 1/ },
  { what: 'a huge number', sent: body({ replicas: { min: 1, max: 1e15 } }), status: 422, field: 'replicas.max', remedy: /at most 5000/ },
  { what: 'a number beyond all numbers', sent: { raw: '{"name":"a1","image":"a:b","port":1e999}' }, status: 422, field: 'port' },
  { what: 'a fraction of a task', sent: body({ replicas: { min: 1.5, max: 2 } }), status: 422, field: 'replicas.min', remedy: /whole number/ },
  { what: 'a number as text', sent: body({ port: '8080' }), status: 422, field: 'port', remedy: /number/ },
  { what: 'null', sent: body({ owner: null }), status: 422, field: 'owner' },
  { what: 'a name with capitals', sent: body({ name: 'Job' }), status: 422, field: 'name', remedy: /lower-case/ },
  { what: 'a name of one letter', sent: body({ name: 'a' }), status: 422, field: 'name' },
  { what: 'a name of 40 letters', sent: body({ name: 'a'.repeat(40) }), status: 422, field: 'name' },
  { what: 'a name with a line break', sent: body({ name: 'job\n' }), status: 422, field: 'name' },
  { what: 'an image that is none', sent: body({ image: 'not an image' }), status: 422, field: 'image', remedy: /repository:tag/ },
  { what: 'a secret by value', sent: body({ secrets: { KEY: 'hunter2' } }), status: 422, field: 'secrets.KEY', remedy: /ARN/ },
  { what: 'a bad variable name', sent: body({ environment: { '1 x': 'y' } }), status: 422, field: 'environment.1 x' },
  { what: 'an unknown strategy', sent: body({ strategy: 'yolo' }), status: 422, field: 'strategy.kind', remedy: /rolling/ },
  { what: 'a service that depends on itself', sent: body({ dependsOn: [spec.name] }), status: 422, field: 'dependsOn' },
  { what: 'a list as body', sent: { body: [] }, status: 422, field: 'body' },
  { what: 'a prototype key', sent: { raw: '{"name":"a1","image":"a:b","__proto__":{"owner":"x"}}' }, status: 422, field: '__proto__' },
  { what: 'a prototype key inside', sent: { raw: '{"name":"a1","image":"a:b","environment":{"__proto__":"x"}}' }, status: 422, field: 'environment.__proto__' },
  { what: 'a constructor key', sent: { raw: '{"name":"a1","image":"a:b","constructor":1}' }, status: 422, field: 'constructor' },
  { what: 'broken JSON', sent: { raw: '{"name": ' }, status: 400, field: 'body' },
  { what: 'text that is not UTF-8', sent: { raw: new Uint8Array([0x22, 0xff, 0xfe, 0x22]) }, status: 400, field: 'body' },
  { what: 'JSON deeper than 16', sent: { raw: deep(17) }, status: 400, field: 'body', remedy: /flatten/ },
  { what: 'very deep JSON', sent: { raw: deep(30_000) }, status: 400, field: 'body' },
  { what: 'a body over 64 KB', sent: { raw: JSON.stringify({ ...spec, owner: 'x'.repeat(65_536) }) }, status: 413, field: 'body', remedy: /65,536/ },
  { what: 'a long body of wide characters', sent: { raw: JSON.stringify({ owner: '€'.repeat(30_000) }) }, status: 413, field: 'body' },
  { what: 'a wrong content type', sent: { body: spec, headers: { 'content-type': 'text/plain' } }, status: 415, field: 'Content-Type', remedy: /application\/json/ },
  { what: 'a form', sent: { raw: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } }, status: 415, field: 'Content-Type' },
  { what: 'another charset', sent: { body: spec, headers: { 'content-type': 'application/json; charset=utf-16' } }, status: 415, field: 'Content-Type' },
  { what: 'an unknown query parameter', path: '/services?dryrun=true', sent: { body: spec }, status: 422, field: 'dryrun', remedy: /dryRun/ },
  { what: 'a query parameter sent twice', path: '/services?dryRun=true&dryRun=false', sent: { body: spec }, status: 422, field: 'dryRun' },
  { what: 'a flag that is neither', path: '/services?dryRun=maybe', sent: { body: spec }, status: 422, field: 'dryRun', remedy: /true, false/ },
  { what: 'an empty idempotency key', sent: { body: spec, headers: { 'idempotency-key': ' ' } }, status: 422, field: 'Idempotency-Key' },
  { what: 'a long idempotency key', sent: { body: spec, headers: { 'idempotency-key': 'k'.repeat(256) } }, status: 422, field: 'Idempotency-Key' },
  { what: 'a page of 0', method: 'GET', path: '/services?limit=0', sent: {}, status: 422, field: 'limit', remedy: /at least 1/ },
  { what: 'a page of 1000', method: 'GET', path: '/services?limit=1000', sent: {}, status: 422, field: 'limit', remedy: /at most 100/ },
  { what: 'a page of words', method: 'GET', path: '/services?limit=many', sent: {}, status: 422, field: 'limit' },
  { what: 'a made-up cursor', method: 'GET', path: '/services?cursor=abc', sent: {}, status: 400, field: 'cursor' },
  { what: 'a cursor that is not base64', method: 'GET', path: '/changes?cursor=%25%25', sent: {}, status: 400, field: 'cursor' },
  { what: 'an illegal name in the path', method: 'GET', path: '/services/Job_1', sent: {}, status: 422, field: 'name', remedy: /lower-case/ },
  { what: 'a broken escape in the path', method: 'GET', path: '/services/%E0%A4%A', sent: {}, status: 422, field: 'name' },
  { what: 'an id that is none', method: 'GET', path: '/changes/42', sent: {}, status: 422, field: 'id' },
  { what: 'a stale version', method: 'PATCH', path: '/services/job-ingest', sent: { body: { owner: 'me' }, headers: { 'if-match': '"1"' } }, status: 412, field: '' },
  { what: 'a version that is none', method: 'PATCH', path: '/services/job-ingest', sent: { body: { owner: 'me' }, headers: { 'if-match': 'abc' } }, status: 422, field: 'If-Match', remedy: /ETag/ },
  { what: 'an empty patch', method: 'PATCH', path: '/services/job-ingest', sent: { body: {} }, status: 422, field: 'body', remedy: /at least one field/ },
  { what: 'a patch of the name', method: 'PATCH', path: '/services/job-ingest', sent: { body: { name: 'other' } }, status: 422, field: 'name' },
  { what: 'a patch that makes an illegal whole', method: 'PATCH', path: '/services/job-ingest', sent: { body: { memoryMiB: 512 } }, status: 422, field: 'memoryMiB', remedy: /1024/ },
  { what: 'bounds upside down', method: 'PUT', path: '/services/job-ingest/bounds', sent: { body: { min: 4, max: 2 } }, status: 422, field: 'min' },
  { what: 'an end that is no instant', method: 'PUT', path: '/services/job-ingest/bounds', sent: { body: { min: 2, max: 3, until: 'Friday' } }, status: 422, field: 'until', remedy: /ISO 8601/ },
  { what: 'a count of 0', method: 'POST', path: '/services/job-ingest/scale', sent: { body: { desiredCount: 0 } }, status: 422, field: 'desiredCount' },
  { what: 'an empty reason', method: 'POST', path: '/services/job-ingest/deployment/stop', sent: { body: { reason: '  ' } }, status: 422, field: 'reason' },
];

describe('bad input', () => {
  let world: HttpWorld;
  let before: string;
  beforeAll(async () => {
    world = await HttpWorld.withPortal(spec);
    before = await world.dump();
  });
  afterAll(() => world.close());

  it.each(CALLS)('$status: $what names the field and the remedy, and changes nothing', async (bad) => {
    const { method = 'POST', path = '/services', sent, status, field, remedy } = bad;
    const answer = await world.call('dev', method, path, sent);
    expect(answer.status).toBe(status);
    const errors = answer.json['errors'];
    if (field !== '') expect(errors).toContainEqual(expect.objectContaining({ field }));
    if (remedy) expect(JSON.stringify([answer.json['remedy'], errors])).toMatch(remedy);
    expect(await world.dump()).toBe(before);
  });

  it('422: a vote to reject needs a comment', async () => {
    const id = '01JD0000000000000000000000';
    const body = { verdict: 'reject', planDigest: '0'.repeat(64) };
    const answer = await world.call('ana', 'POST', `/approvals/${id}/votes`, { body });
    expect(answer.status).toBe(422);
    expect(answer.json['errors']).toMatchObject([{ field: 'comment' }]);
  });

  it('never answers 5xx, whatever JSON is sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 4 }), async (raw) => {
        const answer = await world.call('dev', 'POST', '/services', { raw });
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 200 },
    );
    expect(await world.dump()).toBe(before);
  });

  it('never answers 5xx, whatever bytes are sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
        const answer = await world.call('dev', 'POST', '/services', { raw: new Uint8Array(bytes) });
        expect([400, 422]).toContain(answer.status);
      }),
      { numRuns: 200 },
    );
  });

  it('never answers 5xx, whatever stands in the address', async () => {
    await fc.assert(
      fc.asyncProperty(fc.webPath(), fc.webQueryParameters(), async (path, query) => {
        const answer = await world.fetch(`/api/v1/services${path}?${query}`);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 200 },
    );
  });
});
