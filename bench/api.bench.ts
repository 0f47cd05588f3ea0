import { parseArgs } from 'node:util';
import { measure } from './api/figures.ts';
import { tableOf } from './api/table.ts';

/** `npm run bench:api [-- --json]`: data on stdout, talk on stderr; at most a minute. */
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

const figures = await measure((what) => process.stderr.write(`${what} ...\n`));
process.stdout.write(`${values.json ? JSON.stringify(figures) : tableOf(figures)}\n`);
