import fc from 'fast-check';
import { BAD_BODIES } from './bad-bodies.ts';
import { BAD_FORMS, BAD_REQUESTS } from './bad-requests.ts';
import { HttpWorld, SPECS } from './world.ts';

const spec = SPECS.ingest;
const CALLS = [...BAD_BODIES, ...BAD_FORMS, ...BAD_REQUESTS];

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
