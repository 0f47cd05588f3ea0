import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFile } from '../../adapters/embedded/cloud/cloud-file.ts';
import { openCloud, openRunning, present } from './cloud-fixture.ts';

describe('a simulated cloud that is kept in a file', () => {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cloud-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('goes on where it stood when the program starts again', async () => {
    const before = await openRunning();
    new CloudFile(join(dir, 'cloud.json')).write(before.cloud.snapshot());
    const after = openCloud();
    after.clock.set(before.clock.now());
    after.cloud.restore(new CloudFile(join(dir, 'cloud.json')).read());
    expect(await present(after.cloud.compute)).toEqual(await present(before.compute));
    expect(after.cloud.state()).toEqual(before.cloud.state());
  });

  it('is replaced as a whole and leaves nothing beside itself', async () => {
    const { cloud, pass } = await openRunning();
    const file = new CloudFile(join(dir, 'cloud.json'));
    file.write(cloud.snapshot());
    await pass(60);
    file.write(cloud.snapshot());
    expect(await readdir(dir)).toEqual(['cloud.json']);
    expect(file.read()?.now).toBe(cloud.state().now);
  });

  it('is not there before it was first written', () => {
    expect(new CloudFile(join(dir, 'cloud.json')).read()).toBeUndefined();
  });

  it.each(['', '{"version":1', '[]', '{"version":9}'])(
    'is refused, not guessed at, when it holds %j',
    async (text) => {
      await writeFile(join(dir, 'cloud.json'), text);
      const read = () => new CloudFile(join(dir, 'cloud.json')).read();
      expect(read).toThrow(expect.objectContaining({ code: 'dev.not_here' }));
    },
  );

  it('is refused when it is no file', async () => {
    await mkdir(join(dir, 'cloud.json'));
    const read = () => new CloudFile(join(dir, 'cloud.json')).read();
    expect(read).toThrow(expect.objectContaining({ code: 'dev.not_here' }));
  });
});
