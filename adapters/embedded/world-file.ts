import { readFile, rename, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import type { Log } from '../../core/ports.ts';
import type { SimulatedCloud } from './cloud/simulated-cloud.ts';
import { hasCode } from './system-error.ts';

/** Up to so many services their metrics are kept too; beyond, a restart begins with empty charts. */
const SERVICES_WITH_HISTORY = 50;

/** How often a running world is written down, in real milliseconds. */
const EVERY_MS = 5_000;

const Saved = z.object({ now: z.string(), cloud: z.unknown() });
/** A simulated cloud as it was written down, and when. */
export type SavedWorld = z.infer<typeof Saved>;

/**
 * Keeps the simulated cloud of a data directory beside the store. It stands for the cloud, not for the product: what
 * the last seconds before a crash did in it is lost, and reconcile brings the cloud back to what is recorded.
 */
export class WorldFile {
  readonly #path: string;
  readonly #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();

  constructor(path: string, log: Log) {
    this.#path = path;
    this.#log = log;
  }

  /** What was written last; undefined where there is nothing that can be read. */
  async load(): Promise<SavedWorld | undefined> {
    try {
      return Saved.parse(JSON.parse(await readFile(this.#path, 'utf8')));
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) this.#log.warn('world-file.unreadable', { error: String(error) });
      return undefined;
    }
  }

  /** Writes the cloud every few seconds until `stop`. */
  keep(cloud: SimulatedCloud): void {
    this.#timer = setInterval(() => void this.save(cloud), EVERY_MS);
    this.#timer.unref();
  }

  /** Writes the cloud now, as a whole or not at all. A write that fails is logged: the product stands without it. */
  save(cloud: SimulatedCloud): Promise<void> {
    this.#saving = this.#saving.then(() => this.#write(cloud));
    return this.#saving;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #write(cloud: SimulatedCloud): Promise<void> {
    const history = cloud.state().services.length <= SERVICES_WITH_HISTORY;
    const snapshot = cloud.snapshot({ history });
    const saved: SavedWorld = { now: snapshot.now, cloud: snapshot };
    try {
      await writeFile(`${this.#path}.new`, JSON.stringify(saved));
      await rename(`${this.#path}.new`, this.#path);
    } catch (error) {
      this.#log.warn('world-file.not-written', { error: String(error) });
    }
  }
}
