import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { AuditAnchor } from '../../core/ports.ts';
import { AuditHead } from '../../core/store/records/audit.ts';
import { hasCode } from './system-error.ts';

type Anchor = NonNullable<Awaited<ReturnType<AuditAnchor['latest']>>>;

/** One line of the file: when, and the ends of the streams that grew since the line before. */
const AnchorLine = z.object({ at: z.string(), heads: z.array(AuditHead).readonly() });

const NEWLINE = 0x0a;

/**
 * Anchors as lines of JSON in a file that is only ever appended to, each on the disk when `write` returns. A line
 * that a crash cut short counts as never written. One process at a time: the file is read once.
 */
export class FileAuditAnchor implements AuditAnchor {
  readonly #path: string;
  #latest: Anchor | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  async write({ at, heads }: Anchor): Promise<void> {
    const known = new Map((await this.latest())?.heads.map((head) => [head.stream, head]));
    const grown = heads.filter(({ stream, hash }) => known.get(stream)?.hash !== hash);
    await mkdir(dirname(this.#path), { recursive: true });
    const file = await open(this.#path, 'a+', 0o600);
    try {
      const line = `${JSON.stringify({ at, heads: grown })}\n`;
      await file.write((await endsWithinLine(file)) ? `\n${line}` : line);
      await file.sync();
      this.#latest = {
        at,
        heads: [...new Map([...known, ...heads.map((head) => [head.stream, head] as const)]).values()],
      };
    } finally {
      await file.close();
    }
  }

  async latest(): Promise<Anchor | undefined> {
    this.#latest ??= await this.#read();
    return this.#latest;
  }

  async #read(): Promise<Anchor | undefined> {
    const lines = (await this.#text()).split('\n').flatMap((line) => anchorIn(line) ?? []);
    const heads = new Map(lines.flatMap((line) => line.heads.map((head) => [head.stream, head] as const)));
    const last = lines.at(-1);
    return last && { at: last.at, heads: [...heads.values()] };
  }

  async #text(): Promise<string> {
    try {
      return await readFile(this.#path, 'utf8');
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return '';
      throw error;
    }
  }
}

/** Anchors that live as long as the process, for tests and worlds in memory. */
export class MemoryAuditAnchor implements AuditAnchor {
  #latest: Anchor | undefined;

  async write(anchor: Anchor): Promise<void> {
    this.#latest = anchor;
  }

  async latest(): Promise<Anchor | undefined> {
    return this.#latest;
  }
}

async function endsWithinLine(file: Awaited<ReturnType<typeof open>>): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== NEWLINE;
}

function anchorIn(line: string): z.infer<typeof AnchorLine> | undefined {
  try {
    return AnchorLine.parse(JSON.parse(line));
  } catch {
    return undefined; // cut short by a crash, or not ours
  }
}
