import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileAuditAnchor, MemoryAuditAnchor } from '../../adapters/embedded/file-audit-anchor.ts';
import type { AuditAnchor } from '../../core/ports.ts';

const head = (stream: string, seq: number) => ({ stream, seq, hash: `${stream}-${seq}`.padEnd(64, '0') });
const first = { at: '2026-01-05T09:00:00.000Z', heads: [head('access', 1), head('service/a', 4)] };
const second = {
  at: '2026-01-05T10:00:00.000Z',
  heads: [head('access', 1), head('service/a', 9), head('service/b', 1)],
};

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hms-anchor-'));
  path = join(directory, 'kept', 'anchors.jsonl');
});
afterEach(() => rm(directory, { recursive: true }));

describe.each([
  ['in a file', () => new FileAuditAnchor(path)],
  ['in memory', () => new MemoryAuditAnchor()],
])('an audit anchor %s', (_name, open) => {
  let anchor: AuditAnchor;
  beforeEach(() => {
    anchor = open();
  });
  it('has nothing before the first', async () => {
    expect(await anchor.latest()).toBeUndefined();
  });
  it('gives back the newest, whole', async () => {
    await anchor.write(first);
    expect(await anchor.latest()).toEqual(first);
    await anchor.write(second);
    expect(await anchor.latest()).toEqual(second);
  });
});

describe('the file of audit anchors', () => {
  it('is only appended to, and a line holds only what grew', async () => {
    await new FileAuditAnchor(path).write(first);
    const before = await readFile(path, 'utf8');
    await new FileAuditAnchor(path).write(second);
    const after = await readFile(path, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(JSON.parse(after.slice(before.length)).heads).toEqual(second.heads.slice(1));
  });
  it('takes a line that a crash cut short for one that was never written, and goes on after it', async () => {
    await new FileAuditAnchor(path).write(first);
    await appendFile(path, '{"at":"2026-01-05T09:30:00.000Z","heads":[{"str');
    expect(await new FileAuditAnchor(path).latest()).toEqual(first);
    await new FileAuditAnchor(path).write(second);
    expect(await new FileAuditAnchor(path).latest()).toEqual(second);
  });
  it('is readable by its owner alone', async () => {
    await new FileAuditAnchor(path).write(first);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});
