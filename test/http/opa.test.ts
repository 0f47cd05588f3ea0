import { createPublicKey } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { unpackTar } from 'modern-tar';
import { GRANT, GRANT_CONTENT } from '../../adapters/embedded/policy/grant-policy.ts';
import type { Identity } from '../../core/contract/identity.ts';
import { identityOfTask } from '../../core/policy/task-identity.ts';
import { opaHash } from '../policy/opa-hash.ts';
import { documentedStatus } from '../policy/opa-status.ts';
import { content, signed } from '../policy/policy-samples.ts';
import { HttpWorld, PROGRAM, SPECS } from './world.ts';

/**
 * What OPA sends and expects, as it documents it: openpolicyagent.org/docs/management-bundles ("Bundle Service API",
 * "Caching", "Bundle File Format", "Signature Format") and openpolicyagent.org/docs/management-status ("Status Service
 * API"). Requests are the documented lines, written out byte by byte.
 */
describe('a stock OPA at the bundle and status API', () => {
  let world: HttpWorld;
  let tasks: readonly string[];
  let token: string;
  const task = (id: string | undefined, service = 'job-ingest'): Identity =>
    identityOfTask({ service, taskId: id ?? 'nobody' });

  beforeAll(async () => {
    world = await HttpWorld.withPortal();
    await world.call('gov', 'POST', '/policies', {
      body: await signed(world, { content: content([PROGRAM]) }),
    });
    await world.call('dev', 'POST', '/services', { body: SPECS.ingest });
    await world.pass(900);
    tasks = (await world.embedded.ports.compute.listTasks(['job-ingest'])).map(({ id }) => id);
    token = (await world.tokens.sign(task(tasks[0]))).token;
  });
  afterAll(() => world.close());

  /** Sends an HTTP/1.1 request as it stands, and answers what came back. */
  async function replay(request: string): Promise<Response> {
    const [head = '', body] = request.split('\n\n');
    const [line = '', ...headers] = head.split('\n');
    const [method = '', path = ''] = line.split(' ');
    const pairs = headers.map((header): [string, string] => [
      header.slice(0, header.indexOf(':')),
      header.slice(header.indexOf(':') + 1).trim(),
    ]);
    const init = { method, headers: pairs, ...(body !== undefined && { body }) };
    return world.app.fetch(new Request(`http://localhost:3000${path}`, init));
  }

  const download = (more = '') =>
    replay(`GET /api/v1/bundles/${GRANT} HTTP/1.1
Host: localhost:3000
User-Agent: Open Policy Agent/0.62.1 (linux, amd64)
Authorization: Bearer ${token}
Prefer: modes=snapshot,delta
Accept-Encoding: gzip${more}`);

  const files = async (response: Response) => {
    const entries = await unpackTar(new Uint8Array(gunzipSync(await response.arrayBuffer())));
    return new Map(entries.map(({ header, data }) => [header.name, new TextDecoder().decode(data)]));
  };

  it('200: the bundle is a gzipped tar with an ETag', async () => {
    const response = await download();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/gzip');
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(response.headers.get('etag')).toMatch(/^"job-training-grant@1\.[0-9a-f]{16}"$/);
    expect([...(await files(response)).keys()]).toEqual([
      '.manifest',
      'data.json',
      'policy.rego',
      '.signatures.json',
    ]);
  });

  it('304: If-None-Match with that ETag, an empty body and the same ETag', async () => {
    const etag = (await download()).headers.get('etag') ?? '';
    for (const sent of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const response = await download(`\nIf-None-Match: ${sent}`);
      expect([response.status, await response.text(), response.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect((await download('\nIf-None-Match: "other"')).status).toBe(200);
  });

  it('200: the manifest names the revision, and exactly the roots the bundle brings', async () => {
    const bundle = await files(await download());
    expect(JSON.parse(bundle.get('.manifest') ?? '')).toEqual({
      revision: `${GRANT}@1`,
      roots: ['grant', 'hms/grants'],
    });
    expect(JSON.parse(bundle.get('data.json') ?? '')).toEqual(GRANT_CONTENT.data);
    expect(bundle.get('policy.rego')).toBe(GRANT_CONTENT.rego);
  });

  it('200: the signature names every other file with the hash that OPA computes', async () => {
    const bundle = await files(await download());
    const { json } = await world.call('nobody', 'GET', '/dev/bundle-key');
    const { signatures } = JSON.parse(bundle.get('.signatures.json') ?? '') as { signatures: string[] };
    expect(signatures).toHaveLength(1);
    const [jwt = ''] = signatures;
    expect(decodeProtectedHeader(jwt)).toEqual({ alg: 'ES256', typ: 'JWT', kid: json['keyId'] });
    const { payload } = await jwtVerify(jwt, createPublicKey(String(json['publicKeyPem'])));
    const named = [...bundle].filter(([name]) => name !== '.signatures.json');
    expect(payload['files']).toEqual(
      named.map(([name, text]) => ({ name, hash: opaHash(name, text), algorithm: 'SHA-256' })),
    );
  });

  const status = (revision: string, more = '') =>
    replay(`POST /api/v1/status HTTP/1.1
Host: localhost:3000
Authorization: Bearer ${token}
Content-Type: application/json

${documentedStatus({ bundle: GRANT, revision, more })}`);

  it('200: the documented status update is taken, whatever metrics it carries', async () => {
    const response = await status(`${GRANT}@1`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({});
  });

  it('200: a failed activation is remembered with what OPA said, and a later success clears it', async () => {
    const failing = `"code": "bundle_error", "message": "1 error occurred", "errors": [{ "code": "rego_parse_error",
      "message": "unexpected eof token", "location": { "file": "policy.rego", "row": 3, "col": 1 } }],`;
    expect((await status('', failing)).status).toBe(200);
    const failed = await world.call('aud', 'GET', `/policies/${GRANT}`);
    expect(failed.json['missing']).toMatchObject([
      { taskId: tasks[0], status: 'FAILED', error: expect.stringContaining('unexpected eof token') },
    ]);
    await status(`${GRANT}@1`);
    expect((await world.call('aud', 'GET', `/policies/${GRANT}`)).json).toMatchObject({
      convergence: 1,
      missing: [],
    });
  });

  it('200: a name that is no policy keeps no other bundle of the same report from being noted', async () => {
    const report = (bundle: object) =>
      world.call(task(tasks[0]), 'POST', '/status', {
        body: { labels: {}, bundles: { 'http/example/authz': {}, [GRANT]: bundle, 'no-such': {} } },
      });
    expect((await report({ code: 'bundle_error', message: 'it does not compile' })).status).toBe(200);
    expect((await world.call('aud', 'GET', `/policies/${GRANT}`)).json['missing']).toMatchObject([
      { taskId: tasks[0], status: 'FAILED', error: 'bundle_error: it does not compile' },
    ]);
    expect((await report({ active_revision: `${GRANT}@1` })).status).toBe(200);
    expect((await world.call('aud', 'GET', `/policies/${GRANT}`)).json).toMatchObject({ convergence: 1 });
  });

  it('saying the same again writes nothing', async () => {
    await status(`${GRANT}@1`);
    const before = await world.dump();
    await status(`${GRANT}@1`);
    expect(await world.dump()).toBe(before);
  });

  describe('refuses what no task of ours would say, stores nothing and audits', () => {
    const report = { labels: {}, bundles: { [GRANT]: { active_revision: `${GRANT}@1` } } };
    it.each([
      [404, 'policy.unknown_task', 'a task that does not exist', () => task('0123456789abcdef'), report],
      [
        404,
        'policy.unknown_task',
        'a task of a service that does not exist',
        () => task(tasks[0], 'no-such'),
        report,
      ],
      [
        404,
        'policy.unknown_task',
        'a task that speaks for another service',
        () => task(tasks[0]),
        { ...report, labels: { service: 'ai-recommender' } },
      ],
      [
        404,
        'policy.not_found',
        'a bundle that is no policy',
        () => task(tasks[0]),
        { ...report, bundles: { 'http/example/authz': { active_revision: 'ABC' } } },
      ],
    ] as const)('%s %s: %s', async (expected, code, _what, identity, body) => {
      const key = 'access';
      const trail = async () =>
        (await world.call('aud', 'GET', `/audit?stream=${key}`)).json['items'] as object[];
      const before = await trail();
      const standing = await world.call('aud', 'GET', `/policies/${GRANT}`);
      const answer = await world.call(identity(), 'POST', '/status', { body });
      expect([answer.status, answer.json['code']]).toEqual([expected, code]);
      expect((await world.call('aud', 'GET', `/policies/${GRANT}`)).json).toEqual(standing.json);
      const after = await trail();
      expect(after).toHaveLength(before.length + 1);
      expect(after[0]).toMatchObject({
        action: 'policy.refused',
        outcome: 'denied',
        actor: { kind: 'task' },
      });
    });
  });

  it('404: a bundle that is not for this task, and a policy that does not exist', async () => {
    for (const [who, name] of [
      [task('x', 'no-such'), GRANT],
      [task(tasks[0]), 'no-such'],
    ] as const)
      expect((await world.call(who, 'GET', `/bundles/${name}`)).json['code']).toBe('policy.not_found');
  });

  it('403: people download no bundles, and tasks receive no policies', async () => {
    expect((await world.call('gov', 'GET', `/bundles/${GRANT}`)).status).toBe(403);
    expect((await world.call(task(tasks[0]), 'POST', '/policies', { body: {} })).status).toBe(403);
  });
});
