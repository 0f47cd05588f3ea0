import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './statistics.ts';

/** The magic number of tmpfs, where an fsync costs nothing. Source: Linux, include/uapi/linux/magic.h. */
const TMPFS = 0x01021994;

/** What the disk under the bench is, and what a durable write costs on it by itself. */
export interface Disk {
  readonly kind: 'disk' | 'memory';
  /** Median of writing 4 KB and waiting for the disk, one after another. */
  readonly fsyncMs: number;
}

/** A new directory for a bench, on the machine's disk for what is temporary. */
export function newDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'hms-bench-'));
}

/** Removes what `newDirectory` made. */
export function removeDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}

/** Measures the disk that `directory` lies on. */
export async function measureDisk(directory: string): Promise<Disk> {
  const file = await open(join(directory, 'fsync-probe'), 'w');
  const block = Buffer.alloc(4_096, 1);
  const durations: number[] = [];
  for (let i = 0; i < 100; i += 1) {
    const begun = performance.now();
    await file.write(block);
    await file.datasync();
    durations.push(performance.now() - begun);
  }
  await file.close();
  const fsyncMs = Math.round(median(durations) * 1_000) / 1_000;
  return { kind: statfsSync(directory).type === TMPFS ? 'memory' : 'disk', fsyncMs };
}
