import { spawnSync } from 'node:child_process';

describe('the generated pages of docs', () => {
  it('say what the code says; `npm run docs` writes them anew', () => {
    const program = ['node_modules/tsx/dist/cli.mjs', 'bin/docs.ts', '--check'];
    const { stdout, stderr, status } = spawnSync(process.execPath, program, { encoding: 'utf8' });
    expect({ stale: stdout, stderr, status }).toEqual({ stale: '', stderr: '', status: 0 });
  });
});
