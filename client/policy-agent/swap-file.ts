import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { OpenBundle } from './open-bundle.ts';

/**
 * Puts a bundle into the file at `path` as JSON `{ revision, data, rego }`, at one instant: a reader sees the old
 * content or the new, never a part. It is on the disk when this returns.
 */
export async function swapFile(path: string, { revision, data, rego }: OpenBundle): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeThrough(
      draft,
      `${JSON.stringify({ revision, data, ...(rego !== undefined && { rego }) }, null, 2)}\n`,
    );
    await rename(draft, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  await directory.sync().finally(() => directory.close());
}
