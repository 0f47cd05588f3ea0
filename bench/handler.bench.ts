import { parseArgs } from 'node:util';
import { handlerTable } from './handler/handler-table.ts';
import { measureHandlers } from './handler/measure-handlers.ts';

/**
 * `npm run bench:handler -- [--json] [--rounds 20] [--requests 2000]`: from an event of API Gateway to its answer, by the
 * pipeline that is deployed, by hand, and by routers that others use. Data on stdout, talk on stderr.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '20' },
    requests: { type: 'string', default: '2000' },
  },
});

const whole = (text: string) => Math.max(1, Math.floor(Number(text)) || 1);
const rounds = whole(values.rounds);
const perRound = whole(values.requests);
process.stderr.write(`${rounds} rounds of up to ${perRound} requests for each of six pipelines ...\n`);
const pipelines = await measureHandlers({ warmUp: Math.ceil(rounds / 2), rounds, perRound });
process.stdout.write(`${values.json ? JSON.stringify({ pipelines }) : handlerTable(pipelines)}\n`);
