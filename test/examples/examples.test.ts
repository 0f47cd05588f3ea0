import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { type Loopback, openLoopback } from '../http/loopback.ts';

/** What each example must print, line by line; what time and chance decide is a pattern. */
const EXPECTED: Readonly<Record<string, readonly (string | RegExp)[]>> = {
  'seed-example.ts': ["{ status: 'scheduled', job: 'optimize-resources' }"],
  'deploy-and-wait.ts': [
    'match-engine: DONE. Revision 1 runs.',
    '2 tasks run, at most $72.08 a month, compute only',
  ],
  'plan-only.ts': [
    '+ name "big-report"',
    /^pass: task size\. /,
    /^warn: ceiling inside budget\. /,
    'ceiling: $1701.19 a month, compute only',
    'must approve: 1 of program, 1 of finance',
  ],
  'approve-as-ana.ts': [
    'asked: AWAITING_APPROVAL. Waits for 1 of program and 1 of finance.',
    /^ana: PENDING\. /,
    /^ben: (APPROVED|EXECUTING|EXECUTED)\. /,
    /^done: DONE\. /,
  ],
  'verify-audit.ts': [/^holds: \d+ entries in \d+ streams$/, /^exported: \d+ lines$/],
  'follow-a-job.ts': [
    "{ status: 'scheduled', job: 'train-matcher' }",
    /^2026-03-03T02:30 America\/New_York = 2026-03-03T07:30:00/,
  ],
};

describe('the examples, each run as a caller runs it', () => {
  let loopback: Loopback;
  beforeAll(async () => {
    loopback = await openLoopback();
    loopback.embedded.hands.setSpeed(600);
    loopback.embedded.run();
  });
  afterAll(() => loopback.close());

  const run = async (file: string) => {
    const { HMS_TOKEN: _, ...env } = process.env;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--disable-warning=ExperimentalWarning', `examples/${file}`],
      { env: { ...env, HMS_URL: loopback.baseUrl, NO_COLOR: '1' } },
    );
    return stdout.trimEnd().split('\n');
  };

  it('are all of them tested', () => {
    expect(
      readdirSync('examples')
        .filter((file) => file.endsWith('.ts'))
        .sort(),
    ).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.entries(EXPECTED))(
    '%s prints what it promises',
    async (file, expected) => {
      const lines = await run(file);
      for (const line of expected)
        expect(lines).toContainEqual(typeof line === 'string' ? line : expect.stringMatching(line));
    },
    60_000,
  );

  it('show the example of the mission word for word', () => {
    const text = readFileSync('examples/seed-example.ts', 'utf8');
    for (const words of [
      'const mgmt = new ManagementLayer();',
      'await mgmt.deployService({ name: "job-ingest", image: "govlab/job-ingest:v1" });',
      'await mgmt.scheduleAiJob({ name: "optimize-resources", schedule: "0 2 * * *" })',
    ])
      expect(text).toContain(words);
  });
});
