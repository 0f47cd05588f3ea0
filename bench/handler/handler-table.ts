import type { Measured } from './measure-handlers.ts';
import type { WORK } from './work.ts';

/** What each piece of work is, and what is not the same for all. */
const MEANING: Readonly<Record<keyof typeof WORK, string>> = {
  'say who calls': 'GET /me: the least work there is, so what is left is the pipeline',
  'read a service': 'GET /services/{name}: the whole read',
  'plan a deploy': 'POST /services?dryRun=true: the whole plan; nothing is stored',
  'deploy under a key':
    'POST /services with an Idempotency-Key: ours alone looks the key up, and keeps key and answer',
};

/** The figures as a table to read. Pure. */
export function handlerTable(measured: readonly Measured[]): string {
  const works = [...new Set(measured.map(({ work }) => work))];
  return works
    .flatMap((work) => [
      `${work} - ${MEANING[work]}`,
      line('', 'us a request', 'x raw', 'us besides work', 'x ours'),
      ...measured.filter((one) => one.work === work).map(lineOf),
      '',
    ])
    .concat(DUTIES)
    .join('\n');
}

const DUTIES =
  'raw and the four routers: verified claims, role, schemas, use case, JSON. Ours besides: audited refusals, limits, ' +
  'problem documents, idempotency, correlation, log.';

function lineOf({ name, usPerRequest, ratioToRaw, overheadUs, ratioToOurs }: Measured): string {
  return line(name, usPerRequest.toFixed(1), ratioToRaw, overheadUs.toFixed(1), ratioToOurs);
}

function line(name: string, ...cells: readonly (string | number)[]): string {
  return `  ${name.padEnd(20)}${cells.map((cell) => String(cell).padStart(16)).join('')}`;
}
