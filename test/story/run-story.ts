import { parseArgs } from 'node:util';
import { playStory } from './play-story.ts';

/** `npm run story [-- --json] [--traces DIR]`: one line a step; exit 1 at the first broken promise. */
const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, traces: { type: 'string' } },
});

const say = (line: string) => process.stdout.write(`${line}\n`);

const outcome = await playStory({
  traces: values.traces,
  onStep: ({ step, title, ok, saw, seconds }) => {
    if (!values.json)
      say(
        `${ok ? 'ok  ' : 'FAIL'} ${String(step).padStart(2)}  ${title}\n         ${saw} (${seconds.toFixed(1)} s)`,
      );
  },
});

if (values.json) say(JSON.stringify(outcome));
else
  say(
    `${outcome.passed} passed, ${outcome.failed} failed; not yet: ${outcome.notYet.map(({ step }) => step).join(', ')}`,
  );
process.exitCode = outcome.failed === 0 ? 0 : 1;
