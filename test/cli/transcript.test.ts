import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { hmsProgram } from '../../bin/cli/program.ts';
import { Shell } from '../../bin/cli/shell.ts';
import { terminalIo } from '../../bin/cli/terminal-io.ts';
import { masked, type Played, playTranscript } from './transcript.ts';

const PAGE = readFileSync('docs/cli.md', 'utf8');

describe('the transcript in docs/cli.md', () => {
  let played: Played;
  beforeAll(async () => {
    played = await playTranscript(PAGE);
  }, 60_000);

  it('says what happens, line by line, but for ids, digests and times', () => {
    // When this is meant to change: npm run docs:cli
    expect(masked(played.text)).toBe(masked(PAGE));
  });

  it('shows every verb there is', () => {
    const program = hmsProgram(new Shell(terminalIo()));
    const verbs = verbsOf(program, []).filter((verb) => !['help', 'complete'].includes(verb));
    const missing = verbs.filter(
      (verb) => !played.commands.some((line) => `${line} `.startsWith(`${verb} `)),
    );
    expect(missing).toEqual([]);
  });

  it('names no address but the ordinary one', () => {
    expect(
      PAGE.match(/localhost:\d+/g)?.filter((address) => !['localhost:3000', 'localhost:1'].includes(address)),
    ).toEqual([]);
  });
});

function verbsOf(command: Command, above: readonly string[]): readonly string[] {
  if (command.commands.length === 0) return [above.join(' ')];
  return command.commands.flatMap((below) => verbsOf(below, [...above, below.name()]));
}
