import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { CliWorld } from './cli-world.ts';

describe('completion', () => {
  let world: CliWorld;
  beforeAll(async () => {
    world = await CliWorld.open('portal');
  });
  afterAll(() => world.close());

  it.each([
    ['""', ['deploy', 'status', 'jobs', 'completion']],
    ['st', ['status', 'stop']],
    ['jobs ""', ['list', 'schedule', 'backfill']],
    ['completion ""', ['bash', 'fish', 'zsh']],
    ['status ""', ['ai-recommender', 'job-ingest']],
    ['scale job', ['job-ingest']],
    ['jobs show ""', ['optimize-resources', 'train-recommender']],
    ['policies show ""', ['job-training-grant']],
    ['budgets show d', ['default']],
    ['bounds --u', ['--until', '--url']],
    ['approvals approve --', ['--yes', '--comment', '--json', '--as']],
  ])('offers after "hms %s"', async (line, expected) => {
    const { out } = await world.run(`complete -- ${line}`);
    expect(out.trimEnd().split('\n')).toEqual(expect.arrayContaining(expected));
  });

  it('offers no more after the last argument, and hides what no person types', async () => {
    expect((await world.run('complete -- status job-ingest ""')).out).toBe('');
    expect((await world.run('complete -- comp')).out).toBe('completion\n');
  });

  it('offers commands where nothing answers', async () => {
    const env = { HMS_URL: 'http://localhost:1' };
    expect((await world.run('complete -- sta', { env })).out).toBe('status\n');
    expect(await world.run('complete -- status ""', { env })).toMatchObject({ code: 0, out: '' });
  });

  it('works in bash: TAB after "hms sta" writes status', async () => {
    const { out } = await world.run('completion bash');
    const words = `COMP_WORDS=(hms sta); COMP_CWORD=1; _hms_complete; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const hms = 'hms() { [ "$1 $2 $3" = "complete -- sta" ] && echo status; }';
    const { stdout } = await promisify(execFile)('bash', ['-c', `${hms}\n${out}\n${words}`]);
    expect(stdout).toBe('status\n');
  });

  it.each([
    ['zsh', 'compdef _hms_complete hms'],
    ['fish', 'complete -c hms'],
  ])('has a script for %s that the shell itself reads, where there is one', async (shell, registers) => {
    const { out } = await world.run(`completion ${shell}`);
    expect(out).toContain(registers);
    expect(out).toContain('hms complete -- ');
    if (!existsSync(`/usr/bin/${shell}`)) return;
    await promisify(execFile)(shell, ['-n', '-c', out]);
  });
});
