import type { Log } from '../../../core/ports.ts';
import { CloudFile } from './cloud-file.ts';
import type { CloudSnapshot } from './cloud-snapshot.ts';
import type { SimulatedCloud } from './simulated-cloud.ts';

/** Up to so many services their metrics are kept too; beyond, a restart begins with empty charts. */
const SERVICES_WITH_HISTORY = 50;

/** How often a running cloud is written down, in real milliseconds. */
const EVERY_MS = 5_000;

/** Writes the simulated cloud of a data directory down while it runs. A failed write is logged: the product stands without it. */
export class CloudKeeper {
  readonly #file: CloudFile;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string, log: Log) {
    this.#file = new CloudFile(path);
    this.#log = log;
  }

  /** The cloud as it was written last; undefined where it cannot be read: reconcile then builds the cloud anew. */
  read(): CloudSnapshot | undefined {
    try {
      return this.#file.read();
    } catch (error) {
      this.#log.warn('cloud-file.unreadable', { error: String(error) });
      return undefined;
    }
  }

  /** Writes the cloud every few seconds until `stop`. */
  keep(cloud: SimulatedCloud): void {
    this.#timer = setInterval(() => this.save(cloud), EVERY_MS);
    this.#timer.unref();
  }

  save(cloud: SimulatedCloud): void {
    try {
      const bare = cloud.snapshot({ history: false });
      const small = bare.services.length <= SERVICES_WITH_HISTORY;
      this.#file.write(small ? cloud.snapshot() : bare);
    } catch (error) {
      this.#log.warn('cloud-file.not-written', { error: String(error) });
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
