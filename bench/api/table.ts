import type { Figures } from './figures.ts';
import type { Loaded } from './load.ts';

/** One figure, and what it should be where that was promised. */
interface Row {
  readonly what: string;
  readonly measured: string;
  readonly aim?: string;
}

/** The figures as a table to read. Pure. */
export function tableOf(figures: Figures): string {
  const { machine, services, tookSec } = figures;
  const rows = rowsOf(figures);
  const width = Math.max(...rows.map(({ what }) => what.length));
  const lines = rows.map(({ what, measured, aim }) => {
    const line = `${what.padEnd(width)}  ${measured}`;
    return aim === undefined ? line : `${line}  (aim: ${aim})`;
  });
  const { kind, fsyncMs } = machine.disk;
  return [
    `${machine.cores} cores, ${machine.cpu}, Node ${machine.node}; fsync of 4 KB on ${kind}: ${fsyncMs} ms`,
    `${services} services stored on disk, over loopback, virtual time standing still; took ${tookSec} s`,
    '',
    ...lines,
  ].join('\n');
}

function rowsOf({ startUp, api, memory }: Figures): readonly Row[] {
  return [
    {
      what: 'node start to "listening on"',
      measured: `median ${startUp.medianMs} ms, slowest of ${startUp.starts} ${startUp.slowestMs} ms`,
      aim: '2,000 ms',
    },
    { what: 'the same, services stored', measured: `${memory.storedStartMs} ms` },
    { what: 'memory, idle with the story', measured: `${startUp.idleRssMb} MB`, aim: '200 MB' },
    { what: 'memory, services stored', measured: `${memory.storedRssMb} MB` },
    { what: 'memory, after the loads', measured: `${memory.loadedRssMb} MB` },
    { what: 'page of 50, 1 connection', measured: latencies(api.listOneByOne), aim: 'p99 20 ms' },
    { what: `page of 50, ${api.listCrowded.connections} connections`, measured: latencies(api.listCrowded) },
    { what: `plan, ${api.plan.connections} connections`, measured: latencies(api.plan) },
    { what: `deploy, ${api.deploy.connections} connections`, measured: latencies(api.deploy) },
  ];
}

function latencies({ perSecond, p50Ms, p95Ms, p99Ms }: Loaded): string {
  return `${perSecond}/s; p50 ${p50Ms}, p95 ${p95Ms}, p99 ${p99Ms} ms`;
}
