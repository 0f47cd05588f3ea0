import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_HELP, readFlags, UsageError } from '../../bin/local-flags.ts';

describe('the flags of npm start', () => {
  it('have defaults', () => {
    expect(readFlags([])).toEqual({ port: 3000, speed: 60, empty: false, help: false });
  });

  it('are read', () => {
    const args = ['--port', '0', '--speed=0.5', '--data', 'd', '--traces', 't', '--empty'];
    expect(readFlags(args)).toEqual({
      port: 0,
      speed: 0.5,
      data: 'd',
      traces: 't',
      empty: true,
      help: false,
    });
  });

  it.each([
    [['--prot', '1'], /no flag --prot\. Did you mean --port\?/],
    [['--colour'], /no flag --colour\.$/],
    [['-p', '1'], /no flag -p\.$/],
    [['serve'], /"serve" is no flag/],
    [['--port'], /port/],
    [['--port', '70000'], /whole number from 0 to 65535/],
    [['--port', '1.5'], /whole number/],
    [['--speed', 'fast'], /number from 0 to 3600, not "fast"/],
    [['--speed', ''], /number/],
    [['--empty=yes'], /empty/],
  ])('%j is refused with what to write instead', (args, words) => {
    expect(() => readFlags(args)).toThrow(UsageError);
    expect(() => readFlags(args)).toThrow(words);
  });
});

describe('the embedded program', () => {
  let directory: string;
  let program: string;
  const running: ChildProcess[] = [];
  beforeAll(async () => {
    // Below the project, because the bundle finds its native library in node_modules.
    await mkdir('dist', { recursive: true });
    directory = await mkdtemp(join(process.cwd(), 'dist', 'program-'));
    program = join(directory, 'local.mjs');
    const bundler = spawn(process.execPath, ['bin/bundle-local.mjs', program], { stdio: 'inherit' });
    expect((await once(bundler, 'exit'))[0]).toBe(0);
  }, 30_000);
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await rm(directory, { recursive: true });
  });

  interface Run {
    readonly child: ChildProcess;
    readonly out: string[];
    readonly err: string[];
    readonly ended: Promise<number | null>;
  }

  function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
    const child = spawn(process.execPath, [program, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    const out: string[] = [];
    const err: string[] = [];
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk.toString()));
    const ended = once(child, 'close').then(([code]) => code as number | null);
    return { child, out, err, ended };
  }

  async function ready({ child, out }: Run): Promise<string> {
    if (out.length === 0 && child.stdout) await once(child.stdout, 'data');
    return /http:\/\/localhost:\d+/.exec(out.join(''))?.[0] ?? '';
  }

  it('prints exactly one line when it listens, and is gone two seconds after it is told to', async () => {
    const started = run(['--port', '0', '--empty']);
    const url = await ready(started);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const toldMs = performance.now();
    started.child.kill('SIGTERM');
    expect(await started.ended).toBe(0);
    expect(performance.now() - toldMs).toBeLessThan(2_000);
    expect(started.out.join('')).toBe(`listening on ${url}\n`);
    expect(started.err.join('')).toBe('');
  });

  it('keeps what it answered in its directory, whatever kills it', async () => {
    const data = await mkdtemp(join(tmpdir(), 'hms-data-'));
    const token = async (url: string) => {
      const headers = { 'content-type': 'application/json' };
      const taken = await fetch(`${url}/api/v1/dev/token`, { method: 'POST', headers, body: '{"as":"dev"}' });
      return `Bearer ${((await taken.json()) as { token: string }).token}`;
    };
    const first = run(['--port', '0', '--empty', '--data', data, '--speed', '0']);
    const url = await ready(first);
    const headers = { 'content-type': 'application/json', authorization: await token(url) };
    const body = JSON.stringify({ name: 'kept', image: 'public/whoami:v1' });
    const deployed = await fetch(`${url}/api/v1/services`, { method: 'POST', headers, body });
    expect(deployed.status).toBe(202);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = run(['--port', '0', '--empty', '--data', data, '--speed', '0']);
    const again = await ready(second);
    const read = await fetch(`${again}/api/v1/services/kept`, { headers });
    expect(read.status).toBe(200);
    const third = run(['--port', '0', '--data', data]);
    expect(await third.ended).toBe(1);
    expect(third.err.join('')).toContain('another process');
    expect(third.err.join('')).not.toContain('    at ');
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
    await rm(data, { recursive: true });
  });

  it('says in plain words that the port is taken', async () => {
    const first = run(['--port', '0', '--empty']);
    const port = new URL(await ready(first)).port;
    const second = run(['--port', port, '--empty']);
    expect(await second.ended).toBe(1);
    expect(second.err.join('')).toMatch(/port is taken.*--port/s);
    expect(second.out).toEqual([]);
    first.child.kill('SIGTERM');
    await first.ended;
  });

  it('refuses to run inside Lambda', async () => {
    const started = run(['--port', '0'], { AWS_LAMBDA_FUNCTION_NAME: 'f' });
    expect(await started.ended).toBe(1);
    expect(started.err.join('')).toContain('does not run inside Lambda');
  });

  it('exits with 2 on a flag it does not know, with the list of those it does', async () => {
    const started = run(['--sped', '1']);
    expect(await started.ended).toBe(2);
    expect(started.err.join('')).toContain('Did you mean --speed?');
    expect(started.err.join('')).toContain(LOCAL_HELP);
  });

  it('says in plain words that there are no recordings', async () => {
    const started = run(['--port', '0', '--traces', join(directory, 'nothing')]);
    expect(await started.ended).toBe(1);
    expect(started.err.join('')).toContain('cannot be read');
  });
});
