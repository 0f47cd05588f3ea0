import { parseArgs } from 'node:util';
import { FUNCTIONS, type FunctionName } from '../core/contract/functions.ts';
import { measureColdStart } from './coldstart/measure-coldstart.ts';

/**
 * `npm run bench:coldstart -- [--json] [--runs 15] [--functions api,changes]`: how long a fresh Node takes to import each
 * function, beside the CDK-default build of the same source. Data on stdout, talk on stderr.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    runs: { type: 'string', default: '15' },
    functions: { type: 'string' },
  },
});

const isKnown = (name: string): name is FunctionName => name in FUNCTIONS;
const names = (values.functions?.split(',') ?? Object.keys(FUNCTIONS)).filter(isKnown);
const runs = Math.max(1, Math.floor(Number(values.runs)) || 15);
process.stderr.write(`bundling ${names.length} functions twice ...\n`);
const measured = measureColdStart(names, {
  runs,
  onRun: (run) => process.stderr.write(`run ${run} of ${runs} ...\n`),
});

const columns = (...cells: readonly (string | number)[]) =>
  cells.map((cell, nth) => (nth === 0 ? String(cell).padEnd(22) : String(cell).padStart(12))).join('');
const lines = [
  columns('function', 'gzip KB', 'import ms', 'CDK gzip KB', 'CDK ms', 'ratio'),
  ...measured.functions.map((one) =>
    columns(one.name, one.gzipKB, one.importMs, one.defaultGzipKB, one.defaultImportMs, one.ratio),
  ),
  ...measured.references.map((one) => columns(one.name, one.gzipKB, one.importMs)),
  `median of ${measured.runs} interleaved runs; the CDK default leaves the SDK to the runtime, so its KB are without it`,
];
process.stdout.write(`${values.json ? JSON.stringify(measured) : lines.join('\n')}\n`);
