import { parseArgs } from 'node:util';
import { measureHandlers } from './handler/measure-handlers.ts';

/**
 * `npm run bench:handler -- [--json] [--rounds 25] [--requests 400]`: from an event of API Gateway to its answer, by the
 * pipeline that is deployed, by hand, and by routers others use. Data on stdout, talk on stderr.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '25' },
    requests: { type: 'string', default: '400' },
  },
});

const whole = (text: string, least: number) => Math.max(least, Math.floor(Number(text)) || least);
const effort = { rounds: whole(values.rounds, 1), perRound: whole(values.requests, 1) };
process.stderr.write(
  `${effort.rounds} rounds of ${effort.perRound} requests for each of six pipelines ...\n`,
);
const pipelines = await measureHandlers(effort);

const lines = pipelines.map(({ work, name, usPerRequest, ratioToRaw }) =>
  [
    work.padEnd(16),
    name.padEnd(20),
    `${usPerRequest.toFixed(1)} us`.padStart(12),
    `${ratioToRaw} x raw`.padStart(14),
  ].join(''),
);
process.stdout.write(`${values.json ? JSON.stringify({ pipelines }) : lines.join('\n')}\n`);
