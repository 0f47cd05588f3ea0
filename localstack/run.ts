import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { playStory } from '../test/story/play-story.ts';
import { STEPS } from '../test/story/steps.ts';
import { skippedOn } from './capabilities.ts';
import type { Check } from './checks/check.ts';
import { containerChecks } from './checks/containers.ts';
import { runEmulatorSuites, type SuiteCounts } from './checks/emulator-suites.ts';
import { liveChecks } from './checks/live.ts';
import { tokenChecks } from './checks/tokens.ts';
import { assemble, type Deployment, deployTo } from './stage/deployment.ts';
import { openStage } from './stage/open-stage.ts';
import { findDockerEngine } from './target/docker-engine.ts';
import { MissingRequirement, openTarget, type Target } from './target/target.ts';

/**
 * `npm run test:localstack`: deploys the real app to an emulator of AWS and plays the acceptance story through it.
 * Progress on stderr, one JSON line on stdout. Exit code 3: something is missing to begin with.
 */
const FOLDER = join(import.meta.dirname, '../.localstack');

/** What is played there: `--steps 1,2,3` plays others. The night's step (12) empties the deployment and must come last. */
const PROVEN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 12];

const { values } = parseArgs({ options: { steps: { type: 'string' } } });
const ORDER = values.steps?.split(',').map(Number) ?? PROVEN;

/** What is not played there, and why. */
const NOT_PLAYED = STEPS.filter(({ number }) => !ORDER.includes(number)).map(({ number }) => ({
  name: `story step ${number}`,
  reason:
    number === 11
      ? 'it stops and starts the control plane at other dates; a deployment cannot be stopped'
      : 'it was not yet seen to pass against a deployment; try it with --steps',
}));

interface Result {
  readonly name: string;
  readonly ok: boolean;
}

const begunMs = performance.now();
const say = (line: string) =>
  process.stderr.write(`${((performance.now() - begunMs) / 1_000).toFixed(0).padStart(4)} s  ${line}\n`);

try {
  await mkdir(FOLDER, { recursive: true });
  // What an emulator runs below this folder is no part of this package, whose files are ES modules.
  await writeFile(join(FOLDER, 'package.json'), '{}\n');
  process.exitCode = await test();
} catch (error) {
  if (!(error instanceof MissingRequirement)) throw error;
  say(`${error.message} ${error.how}`);
  process.exitCode = 3;
}

async function test(): Promise<number> {
  const target = await openTarget(FOLDER);
  try {
    say(`target ${target.kind}`);
    // The suites want a target that nobody else uses yet; the app is put together meanwhile.
    const [suites, assembled] = await Promise.all([runEmulatorSuites(say), assemble(FOLDER)]);
    say(`contract suites of adapters: ${suites.passed} passed, ${suites.failed} failed`);
    const deployment = await deployTo(target, assembled);
    say('deployed');
    return await tell({ target, suites }, deployment);
  } finally {
    await target.stop();
  }
}

async function tell(
  { target, suites }: { readonly target: Target; readonly suites: SuiteCounts },
  deployment: Deployment,
): Promise<number> {
  const docker = await findDockerEngine();
  const checks = [...tokenChecks, ...liveChecks, ...(docker.answers ? containerChecks : [])];
  const results = [...(await checkAll(checks, deployment)), ...(await play(target, deployment))];
  const passed = results.filter(({ ok }) => ok).length + suites.passed;
  const failed = results.filter(({ ok }) => !ok).length + suites.failed;
  const skipped = [...skippedOn({ kind: target.kind, without: deployment.without, docker }), ...NOT_PLAYED];
  const story = results.flatMap(({ name, ok }) =>
    ok && name.startsWith('story') ? [Number(name.split(' ')[2])] : [],
  );
  say(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  process.stdout.write(`${JSON.stringify({ passed, failed, skipped, story })}\n`);
  return failed === 0 ? 0 : 1;
}

async function checkAll(checks: readonly Check[], deployment: Deployment): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const { name, run } of checks) {
    const problem = await run(deployment).then(
      () => undefined,
      (error: unknown) => String(error),
    );
    say(`${problem === undefined ? 'ok  ' : 'FAIL'} ${name}${problem === undefined ? '' : `: ${problem}`}`);
    results.push({ name, ok: problem === undefined });
  }
  return results;
}

async function play(target: Target, deployment: Deployment): Promise<readonly Result[]> {
  const { stage, close } = await openStage(deployment, { folder: FOLDER, endpoint: target.endpoint });
  try {
    const { steps } = await playStory({
      place: stage.place,
      steps: ORDER.flatMap((number) => STEPS.filter((step) => step.number === number)),
      onStep: ({ step, ok, saw, seconds }) =>
        say(`${ok ? 'ok  ' : 'FAIL'} story step ${step} (${seconds.toFixed(1)} s)  ${saw}`),
    });
    return steps.map(({ step, ok }) => ({ name: `story step ${step}`, ok }));
  } finally {
    await close();
  }
}
