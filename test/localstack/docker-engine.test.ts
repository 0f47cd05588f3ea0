import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skippedOn } from '../../localstack/capabilities.ts';
import { findDockerEngine } from '../../localstack/target/docker-engine.ts';

describe('a Docker engine on this machine', () => {
  let folder: string;
  let server: Server;
  let status = 200;
  const host = () => `unix://${join(folder, 'engine.sock')}`;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hms-docker-'));
    server = createServer(({ url }, answer) => {
      answer.statusCode = url === '/_ping' ? status : 404;
      answer.end();
    });
    await once(server.listen(join(folder, 'engine.sock')), 'listening');
  });
  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  it('is found where it answers', async () => {
    status = 200;
    expect(await findDockerEngine(host())).toEqual({ host: host(), answers: true });
  });

  it('is not taken for one that works when it says that it does not', async () => {
    status = 500;
    expect(await findDockerEngine(host())).toEqual({ host: host(), answers: false });
  });

  it.each(['unix:///nowhere/docker.sock', 'tcp://192.0.2.1:2375'])(
    'is not looked for elsewhere: %s',
    async (elsewhere) => {
      expect(await findDockerEngine(elsewhere)).toEqual({ host: elsewhere, answers: false });
    },
  );

  it('is a skip with its reason where it is missing, and none where it is there', () => {
    const names = (answers: boolean) =>
      skippedOn({ kind: 'ministack', without: [], docker: { host: 'unix:///x.sock', answers } });
    const missing = names(false).filter((skip) => !names(true).some(({ name }) => name === skip.name));
    expect(missing).toEqual([
      { name: 'containers of ECS tasks', reason: expect.stringContaining('unix:///x.sock') },
    ]);
  });
});
