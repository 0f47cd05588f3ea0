import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isStale } from '../../bin/freshness.mjs';

const write = (path: string, minute: number) => {
  writeFileSync(path, 'x');
  const at = new Date(Date.UTC(2026, 0, 1, 0, minute));
  utimesSync(path, at, at);
};

describe('deciding whether something must be built again', () => {
  const dir = mkdtempSync(join(tmpdir(), 'freshness-'));
  const target = join(dir, 'built');
  const folder = join(dir, 'sources');
  const source = join(folder, 'deep', 'source');
  mkdirSync(join(folder, 'deep'), { recursive: true });
  mkdirSync(join(folder, 'dist'));
  write(source, 10);

  it('is so when it was never built', () => {
    expect(isStale(join(dir, 'nothing'), [folder])).toBe(true);
  });

  it('is so when a source, however deep, is newer', () => {
    write(target, 9);
    expect(isStale(target, [folder])).toBe(true);
  });

  it('is not so when every source is older, and for what was built into dist', () => {
    write(target, 11);
    write(join(folder, 'dist', 'output'), 12);
    expect(isStale(target, [folder, join(dir, 'missing')])).toBe(false);
  });
});
