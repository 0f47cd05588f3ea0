import { execFile } from 'node:child_process';
import { CliWorld } from './cli-world.ts';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the program as npm links it. */
function hms(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { HMS_TOKEN: _, HMS_AS: __, HMS_URL: ___, ...rest } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['bin/hms.mjs', ...args],
      { env: { ...rest, ...env } },
      (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    );
    child.stdin?.end();
  });
}

describe('the program hms', () => {
  let world: CliWorld;
  let env: Readonly<Record<string, string>>;
  beforeAll(async () => {
    await hms(['--version']); // built, if it was not
    world = await CliWorld.open('empty');
    env = { HMS_URL: world.baseUrl };
  }, 60_000);
  afterAll(() => world.close());

  it('0: --help on stdout, within a second once it is built', async () => {
    const times: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      const startMs = performance.now();
      const { code, out, err } = await hms(['--help']);
      times.push(performance.now() - startMs);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('Exit codes:  0 ok, 1 failure, 2 usage, 3 waiting for approval, 4 conflict.');
    }
    expect(Math.min(...times)).toBeLessThan(1_000);
  });

  it('0: data on stdout alone, plain where there is no terminal', async () => {
    const { code, out, err } = await hms(['status', '--json'], env);
    expect({ code, err }).toEqual({
      code: 0,
      err: 'There are no services yet. Deploy one: hms deploy NAME --image REPOSITORY:TAG\n',
    });
    expect(JSON.parse(out)).toEqual({ items: [] });
  });

  it('1: what is not there', async () => {
    const { code, out, err } = await hms(['status', 'nothing-here'], env);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).not.toContain('\u001b');
  });

  it('2: no terminal to ask on, and nothing is done', async () => {
    expect((await hms(['deploy', 'my-app', '--image', 'govlab/job-ingest:v1'], env)).code).toBe(2);
    expect((await hms(['deplyo'], env)).code).toBe(2);
  });

  it('3: it waits for approval', async () => {
    const line = ['deploy', 'my-app', '--image', 'govlab/job-ingest:v1', '--max', '90', '--yes'];
    const { code, out } = await hms([...line, '--json'], env);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ status: 'AWAITING_APPROVAL' });
  });

  it('4: somebody else was first', async () => {
    const { id } = JSON.parse((await hms(['approvals', 'show', 'my-app', '--json'], env)).out);
    await world.run('approvals reject my-app --comment no --yes --as ben');
    expect((await hms(['approvals', 'approve', id, '--yes', '--as', 'ana'], env)).code).toBe(4);
  });

  it('ends quietly when its reader goes away', async () => {
    const line = `"${process.execPath}" bin/hms.mjs audit export --as aud | head -c 1 >/dev/null; echo \${PIPESTATUS[0]}`;
    const said = await new Promise<string>((resolve) =>
      execFile('bash', ['-c', line], { env: { ...process.env, ...env } }, (_, out, err) =>
        resolve(out + err),
      ),
    );
    expect(said).toBe('0\n');
  });
});
