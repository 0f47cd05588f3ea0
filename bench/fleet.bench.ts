import { parseArgs } from 'node:util';
import { measureFleet } from './fleet/measure-fleet.ts';

/**
 * `npm run bench:fleet -- [N] [--json] [--traces DIR]`: a night's optimizer over N services with 14 days of five-minute
 * history each. Data on stdout, talk on stderr.
 */
const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, traces: { type: 'string' } },
  allowPositionals: true,
});

const services = Math.max(1, Math.floor(Number(positionals[0] ?? 100)) || 100);
process.stderr.write(`${services} services, 14 days each ...\n`);
const figures = await measureFleet({ services, traces: values.traces });
const { seconds, peakMemoryMb, byClass, tookMs, source } = figures;
const classes = Object.entries(byClass).map(([name, count]) => `${name} ${count}`);
const table = [
  `services     ${figures.services} (${source})`,
  `seconds      ${seconds} (${figures.cpuSeconds} of CPU) on ${figures.cores} cores, one thread`,
  `a service    p50 ${tookMs.p50} ms, p95 ${tookMs.p95} ms, slowest ${tookMs.slowest} ms`,
  `peak memory  ${peakMemoryMb} MB`,
  `proposals    ${classes.join(', ')}`,
];
process.stdout.write(`${values.json ? JSON.stringify(figures) : table.join('\n')}\n`);
