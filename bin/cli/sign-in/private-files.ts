import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { PrivateFiles } from './kept-sign-ins.ts';

/**
 * Where this user's settings lie: `$XDG_CONFIG_HOME/hms`, `%APPDATA%\hms` or `~/.config/hms` (XDG Base Directory
 * Specification).
 */
export function settingsFolder(env: Readonly<Record<string, string | undefined>>): string {
  return join(env['XDG_CONFIG_HOME'] || env['APPDATA'] || join(homedir(), '.config'), 'hms');
}

/** The files of a folder; it and they are for this user's eyes only (modes 0700 and 0600). */
export function privateFiles(folder: string): PrivateFiles {
  return {
    read: async (name) => {
      try {
        return await readFile(join(folder, name), 'utf8');
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    write: async (name, text) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const unfinished = join(folder, `.${name}.${randomUUID()}`);
      await writeFile(unfinished, text, { mode: 0o600, flag: 'wx' });
      await rename(unfinished, join(folder, name));
    },
    remove: (name) => rm(join(folder, name), { force: true }),
  };
}

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}
