import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { PolicyAgent } from './policy-agent.ts';
import { swapFile } from './swap-file.ts';

/**
 * `npx tsx client/policy-agent/run-agent.ts --url ... --bundle ... --service ... --task ... --key-file ... --file ...`
 * keeps a file at the newest policy and acknowledges each. The token of the task is read from HMS_TASK_TOKEN, or from
 * `--token-file`, anew before each poll. `--once` polls once; exit code 0 when what is in force is what should be.
 */
const USAGE =
  'usage: run-agent.ts --url URL --bundle NAME --service NAME --task ID --key-file PEM --file PATH';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:3000' },
    bundle: { type: 'string' },
    service: { type: 'string' },
    task: { type: 'string' },
    'key-file': { type: 'string' },
    'token-file': { type: 'string' },
    file: { type: 'string' },
    every: { type: 'string', default: '30' },
    once: { type: 'boolean', default: false },
  },
});

const { bundle, service, task, file, 'key-file': keyFile, 'token-file': tokenFile } = values;

async function token(): Promise<string> {
  return tokenFile === undefined
    ? (process.env['HMS_TASK_TOKEN'] ?? '')
    : (await readFile(tokenFile, 'utf8')).trim();
}

async function run(name: string, path: string, pem: string): Promise<void> {
  const agent = new PolicyAgent({
    baseUrl: values.url,
    token,
    labels: { id: task ?? '', service: service ?? '', version: 'hms-policy-agent' },
    key: createPublicKey(pem),
    fetch,
    now: () => new Date(),
    activate: (_name, opened) => swapFile(path, opened),
  });
  for (;;) {
    const [outcome] = await agent.poll([name]);
    process.stdout.write(
      `${JSON.stringify({ bundle: name, outcome, revision: agent.activeRevision(name) })}\n`,
    );
    process.exitCode = outcome === 'failed' ? 1 : 0;
    if (values.once) return;
    await pause(Number(values.every) * 1_000);
  }
}

if (bundle && service && task && file && keyFile) await run(bundle, file, await readFile(keyFile, 'utf8'));
else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}
