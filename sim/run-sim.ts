import { parseArgs } from 'node:util';
import { type SimulationOutcome, simulate } from './simulate.ts';

/** `npm run sim -- --seeds N --seed S --steps N --json`: seeded fault schedules; exit 1 at a violation. */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
});

const say = (line: string) => process.stdout.write(`${line}\n`);
const first = Number(values.seed);
const outcomes: SimulationOutcome[] = [];
for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
  const outcome = await simulate({ seed, steps: Number(values.steps) });
  outcomes.push(outcome);
  if (values.json) continue;
  say(
    `${outcome.violations.length === 0 ? 'ok  ' : 'FAIL'} seed ${seed}: ${outcome.steps} steps, ${outcome.faults} platform faults`,
  );
  for (const violation of outcome.violations) say(`       ${violation}`);
}

const failed = outcomes.filter(({ violations }) => violations.length > 0);
const total = (pick: (outcome: SimulationOutcome) => number) =>
  outcomes.reduce((sum, one) => sum + pick(one), 0);
if (values.json)
  say(
    JSON.stringify({
      seeds: outcomes.length,
      steps: total(({ steps }) => steps),
      faults: total(({ faults }) => faults),
      violations: failed.flatMap(({ seed, violations }) => violations.map((text) => ({ seed, text }))),
      passed: outcomes.length - failed.length,
      failed: failed.length,
    }),
  );
else {
  for (const { seed } of failed)
    say(`replay: npm run sim -- --seeds 1 --seed ${seed} --steps ${values.steps}`);
  say(`${outcomes.length - failed.length} passed, ${failed.length} failed`);
}
process.exitCode = failed.length === 0 ? 0 : 1;
