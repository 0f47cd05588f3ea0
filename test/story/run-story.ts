import { parseArgs } from 'node:util';
import { openEmbeddedStage } from './embedded-stage.ts';
import { playStory } from './play-story.ts';
import { STEPS } from './steps.ts';

/** `npm run story [-- --json] [--traces DIR]`: one line a step; exit 1 at the first broken promise. */
const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, traces: { type: 'string' } },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

const stage = await openEmbeddedStage(values.traces);
const outcome = await playStory({
  place: stage,
  steps: STEPS,
  onStep: ({ step, title, ok, saw, seconds }) => {
    if (!values.json)
      say(
        `${ok ? 'ok  ' : 'FAIL'} ${String(step).padStart(2)}  ${title}\n         ${saw} (${seconds.toFixed(1)} s)`,
      );
  },
}).finally(() => stage.close());

if (values.json) say(JSON.stringify(outcome));
else
  say(
    `${outcome.passed} passed, ${outcome.failed} failed; not yet: ${outcome.notYet.map(({ step }) => step).join(', ')}`,
  );
process.exitCode = outcome.failed === 0 ? 0 : 1;
