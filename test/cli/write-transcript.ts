import { readFileSync, writeFileSync } from 'node:fs';
import { playTranscript } from './transcript.ts';

/** Plays docs/cli.md and writes what happened into it: `npm run docs:cli`. */
const PAGE = 'docs/cli.md';

const { text } = await playTranscript(readFileSync(PAGE, 'utf8'));
writeFileSync(PAGE, text);
