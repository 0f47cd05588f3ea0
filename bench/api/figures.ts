import { arch, availableParallelism, cpus } from 'node:os';
import { type Disk, measureDisk, newDirectory, removeDirectory } from './disk.ts';
import { type ApiFigures, loadApi } from './loads.ts';
import { seedServices } from './seed-services.ts';
import { bundle, ServerProcess } from './server-process.ts';
import { measureStartUp, type StartUp } from './start-up.ts';

/** How many services are stored before anything is measured. */
const SERVICES = 1_000;

/** Everything that the bench measured, and on what. */
export interface Figures {
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly node: string;
    readonly disk: Disk;
  };
  readonly services: number;
  /** Virtual time stands still: the figures are those of the API, not of a simulated fleet beside it. */
  readonly virtualSpeed: 0;
  readonly startUp: StartUp;
  readonly api: ApiFigures;
  readonly memory: {
    /** With everything stored, before the first request. */
    readonly storedRssMb: number;
    readonly loadedRssMb: number;
    /** From starting Node until it listens, with everything stored. */
    readonly storedStartMs: number;
  };
  readonly tookSec: number;
}

/** Measures the bundled program: how it starts, and what its API does with 1,000 services stored durably. */
export async function measure(say: (what: string) => void): Promise<Figures> {
  const begun = performance.now();
  const directory = newDirectory();
  try {
    say('bundling, and starting five times');
    bundle();
    const startUp = await measureStartUp();
    say(`storing ${SERVICES} services`);
    const disk = await measureDisk(directory);
    await seedServices(directory, SERVICES);
    say('loading the API');
    const loaded = await measureLoaded(directory);
    const tookSec = Math.round((performance.now() - begun) / 100) / 10;
    return { machine: machine(disk), services: SERVICES, virtualSpeed: 0, startUp, ...loaded, tookSec };
  } finally {
    removeDirectory(directory);
  }
}

async function measureLoaded(directory: string): Promise<Pick<Figures, 'api' | 'memory'>> {
  const server = await ServerProcess.start(['--data', directory, '--speed', '0', '--empty']);
  try {
    const storedRssMb = server.rssMb();
    const storedStartMs = Math.round(server.startedMs);
    const api = await loadApi(server, SERVICES);
    return { api, memory: { storedRssMb, storedStartMs, loadedRssMb: server.rssMb() } };
  } finally {
    await server.stop();
  }
}

function machine(disk: Disk): Figures['machine'] {
  const cpu = `${cpus()[0]?.model ?? 'unknown'} (${arch()})`;
  return { cpu, cores: availableParallelism(), node: process.version, disk };
}
