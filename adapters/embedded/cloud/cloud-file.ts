import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { OpsError } from '../../../core/errors.ts';
import { hasCode } from '../system-error.ts';
import { type CloudSnapshot, parseSnapshot } from './cloud-snapshot.ts';

/**
 * Keeps the simulated cloud in one file, so that it goes on where it stood when the program starts again. What happened
 * after the last write is lost to the cloud, not to the store: the next reconcile does it again.
 */
export class CloudFile {
  constructor(private readonly path: string) {}

  /** The saved state; undefined where none was saved. @throws OpsError `dev.not_here` when it cannot be read. */
  read(): CloudSnapshot | undefined {
    const text = this.text();
    return text === undefined ? undefined : parseSnapshot(jsonOf(text));
  }

  /** Replaces the saved state, wholly or not at all, whenever the program may be killed. */
  write(snapshot: CloudSnapshot): void {
    const fresh = `${this.path}.new`;
    const file = openSync(fresh, 'w');
    try {
      writeFileSync(file, JSON.stringify(snapshot));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(fresh, this.path);
  }

  private text(): string | undefined {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (cause) {
      if (hasCode(cause, 'ENOENT')) return undefined;
      throw new OpsError('dev.not_here', `The saved cloud ${this.path} cannot be read.`, {
        remedy: 'Check the rights of the data directory.',
        cause,
      });
    }
  }
}

/** What is no JSON is no snapshot; the schema says so. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
