import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileAuditAnchor, MemoryAuditAnchor } from '../../adapters/embedded/file-audit-anchor.ts';
import { describeAuditAnchor, FIRST, SECOND } from './audit-anchor.contract.ts';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'hms-anchor-'));
  path = join(directory, 'kept', 'anchors.jsonl');
});
afterEach(() => rm(directory, { recursive: true }));

describeAuditAnchor('in a file', async () => new FileAuditAnchor(path));
describeAuditAnchor('in memory', async () => new MemoryAuditAnchor());

describe('the file of audit anchors', () => {
  it('is only appended to, and a line holds only what grew', async () => {
    await new FileAuditAnchor(path).write(FIRST);
    const before = await readFile(path, 'utf8');
    await new FileAuditAnchor(path).write(SECOND);
    const after = await readFile(path, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(JSON.parse(after.slice(before.length)).heads).toEqual(SECOND.heads.slice(1));
  });
  it('takes a line that a crash cut short for one that was never written, and goes on after it', async () => {
    await new FileAuditAnchor(path).write(FIRST);
    await appendFile(path, '{"at":"2026-01-05T09:30:00.000Z","heads":[{"str');
    expect(await new FileAuditAnchor(path).latest()).toEqual(FIRST);
    await new FileAuditAnchor(path).write(SECOND);
    expect(await new FileAuditAnchor(path).latest()).toEqual(SECOND);
  });
  it('is readable by its owner alone', async () => {
    await new FileAuditAnchor(path).write(FIRST);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });
});
