import { execFile } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LiveSockets } from '../../adapters/embedded/http/live-sockets.ts';
import { serve } from '../../adapters/embedded/http/serve.ts';
import { BundleSigner } from '../../adapters/embedded/policy/bundle-signer.ts';
import { regoError } from '../../adapters/embedded/policy/check-rego.ts';
import { GRANT, GRANT_CONTENT } from '../../adapters/embedded/policy/grant-policy.ts';
import { BundleError, openBundle } from '../../client/policy-agent/open-bundle.ts';
import { PolicyAgent } from '../../client/policy-agent/policy-agent.ts';
import { swapFile } from '../../client/policy-agent/swap-file.ts';
import { bundleFiles } from '../../core/policy/bundle-files.ts';
import { identityOfTask } from '../../core/policy/task-identity.ts';
import { HttpWorld, PROGRAM, SPECS } from '../http/world.ts';
import { content, send } from './policy-samples.ts';

const FILES = bundleFiles({ name: GRANT, number: 1, content: GRANT_CONTENT });
const run = promisify(execFile);

describe('opening a bundle', () => {
  it('gives what was packed when signature and files hold', async () => {
    const signer = await BundleSigner.open();
    const opened = await openBundle(await signer.pack(FILES), signer.publicKey);
    expect(opened).toEqual({
      revision: `${GRANT}@1`,
      roots: ['grant', 'hms/grants'],
      data: GRANT_CONTENT.data,
      rego: GRANT_CONTENT.rego,
    });
  });

  it('refuses a bundle that another key signed', async () => {
    const [ours, other] = await Promise.all([BundleSigner.open(), BundleSigner.open()]);
    await expect(openBundle(await other.pack(FILES), ours.publicKey)).rejects.toThrow(
      'signature does not hold',
    );
  });

  it.each([
    ['a file that was altered', (text: string) => text.replace('"monthlyCapUsd":250', '"monthlyCapUsd":999')],
    ['a file that was renamed', (text: string) => text.replace('data.json', 'evil.json')],
  ])('refuses %s after it was signed', async (_what, alter) => {
    const signer = await BundleSigner.open();
    const { gunzipSync, gzipSync } = await import('node:zlib');
    const tar = gunzipSync(await signer.pack(FILES)).toString('latin1');
    const altered = gzipSync(Buffer.from(alter(tar), 'latin1'));
    await expect(openBundle(altered, signer.publicKey)).rejects.toThrow(BundleError);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['text', Buffer.from('hello')],
  ])('refuses %s', async (_what, bytes) => {
    const signer = await BundleSigner.open();
    await expect(openBundle(bytes, signer.publicKey)).rejects.toThrow(BundleError);
  });
});

describe('what a simulated task finds wrong with Rego', () => {
  it.each([
    ['package a\nallow if { input.x == "}" } # {', undefined],
    ['package a\nallow if startswith(input.image, "govlab/")', undefined],
    ['package a\nx := `a { b`', undefined],
    ['package a\nallow if {', 'unexpected eof token'],
    ['package a\nallow if }', 'unexpected } token'],
    ['package a\nx := [1, 2)', 'unexpected ) token'],
    ['package a\nx := "open', 'non-terminated string'],
  ])('%s', (rego, message) => {
    if (message === undefined) expect(regoError(rego)).toBeUndefined();
    else expect(regoError(rego)?.message).toContain(message);
  });
});

describe('the policy agent', () => {
  let world: HttpWorld;
  let directory: string;
  let taskId: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'policy-agent-'));
    world = await HttpWorld.withPortal(SPECS.ingest);
    taskId = (await world.embedded.ports.compute.listTasks(['job-ingest']))[0]?.id ?? '';
    await send(world, { content: content([PROGRAM]) });
    await world.pass(900);
  });
  afterEach(async () => {
    await world.close();
    await rm(directory, { recursive: true });
  });

  const tokenOf = async () =>
    (await world.tokens.sign(identityOfTask({ service: 'job-ingest', taskId }))).token;
  const keyPem = async () =>
    String((await world.call('nobody', 'GET', '/dev/bundle-key')).json['publicKeyPem']);

  async function agentOn(fetching: (request: Request) => Promise<Response>): Promise<PolicyAgent> {
    return new PolicyAgent({
      baseUrl: 'http://localhost:3000',
      token: tokenOf,
      labels: { id: taskId, service: 'job-ingest' },
      key: createPublicKey(await keyPem()),
      fetch: fetching,
      now: () => new Date('2026-03-02T09:00:00.000Z'),
      activate: (_name, bundle) => swapFile(join(directory, 'policy.json'), bundle),
    });
  }

  it('downloads, swaps the file and acknowledges; then is told that nothing changed', async () => {
    const agent = await agentOn(async (request) => world.app.fetch(request));
    expect(await agent.poll([GRANT])).toEqual(['activated']);
    expect(await agent.poll([GRANT])).toEqual(['unchanged']);
    const written: unknown = JSON.parse(await readFile(join(directory, 'policy.json'), 'utf8'));
    expect(written).toEqual({ revision: `${GRANT}@1`, data: GRANT_CONTENT.data, rego: GRANT_CONTENT.rego });
    expect(await readdir(directory)).toEqual(['policy.json']);
  });

  it.each([
    ['the control plane does not answer', async () => Promise.reject(new TypeError('fetch failed'))],
    ['the answer is an error', async () => new Response('', { status: 503 })],
    ['the answer is no bundle', async () => new Response('hello', { status: 200 })],
  ])('keeps the file it has when %s', async (_what, broken) => {
    await writeFile(join(directory, 'policy.json'), 'before');
    const agent = await agentOn(broken);
    expect(await agent.poll([GRANT])).toEqual(['failed']);
    expect(await readFile(join(directory, 'policy.json'), 'utf8')).toBe('before');
    expect(agent.activeRevision(GRANT)).toBeUndefined();
  });

  it('runs as a program against the server', async () => {
    const live = new LiveSockets({ tokens: world.tokens, log: world.embedded.ports.log });
    const server = await serve(world.app, { port: 0, live });
    try {
      await writeFile(join(directory, 'key.pem'), await keyPem());
      const args = [
        'tsx',
        'client/policy-agent/run-agent.ts',
        '--once',
        '--url',
        `http://localhost:${server.port}`,
      ];
      const said = await run(
        'npx',
        [...args, '--bundle', GRANT, '--service', 'job-ingest', '--task', taskId].concat(
          ['--key-file', join(directory, 'key.pem')],
          ['--file', join(directory, 'policy.json')],
        ),
        { env: { ...process.env, HMS_TASK_TOKEN: await tokenOf() } },
      );
      expect(JSON.parse(said.stdout)).toEqual({
        bundle: GRANT,
        outcome: 'activated',
        revision: `${GRANT}@1`,
      });
      expect(await readFile(join(directory, 'policy.json'), 'utf8')).toContain(`${GRANT}@1`);
    } finally {
      await server.close();
    }
  }, 30_000);
});
