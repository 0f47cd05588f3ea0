import { request } from 'node:http';

/** Where an engine listens unless DOCKER_HOST says otherwise. Source: Docker Engine documentation, "Configure remote access". */
const DEFAULT_HOST = 'unix:///var/run/docker.sock';

/** Longest wait for its answer, in ms. */
const PING_MS = 2_000;

/** Whether a Docker engine answers on this machine, and where it was looked for. */
export interface DockerEngine {
  readonly host: string;
  readonly answers: boolean;
}

/** Looks for a Docker engine on this machine; one elsewhere in the network is not asked. */
export async function findDockerEngine(
  host = process.env['DOCKER_HOST'] ?? DEFAULT_HOST,
): Promise<DockerEngine> {
  const [, socketPath] = /^unix:\/\/(.+)$/.exec(host) ?? [];
  return { host, answers: socketPath !== undefined && (await answers(socketPath)) };
}

/** Source: Docker Engine API, `GET /_ping`. */
function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = request({ socketPath, path: '/_ping', timeout: PING_MS }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    ping.on('timeout', () => ping.destroy());
    ping.on('error', () => resolve(false));
    ping.end();
  });
}
