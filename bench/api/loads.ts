import { Caller, type Load, type Loaded } from './load.ts';
import { specOf } from './seed-services.ts';
import type { ServerProcess } from './server-process.ts';

/** Connections of a crowd: more than the server has cores, so that it is never idle. */
const CROWD = 8;

/** Each load ends after so long, whatever it has done by then. */
const FOR_MS = 4_000;

/** What a server with `services` stored does under each load. Deploys add services; everything else leaves it alone. */
export interface ApiFigures {
  readonly listOneByOne: Loaded;
  readonly listCrowded: Loaded;
  readonly plan: Loaded;
  readonly deploy: Loaded;
}

/** Loads a running server with pages of 50 services, then plans, then deploys, each after a short warm-up. */
export async function loadApi(server: ServerProcess, services: number): Promise<ApiFigures> {
  const caller = new Caller(server.port, await tokenOf(server, 'dev'));
  try {
    await caller.run({ ...pages(CROWD), most: 400 });
    const listOneByOne = await caller.run(pages(1));
    const listCrowded = await caller.run(pages(CROWD));
    await caller.run({ ...plans(services), most: 200 });
    const plan = await caller.run(plans(services));
    const deploy = await caller.run(deploys(services));
    return { listOneByOne, listCrowded, plan, deploy };
  } finally {
    caller.close();
  }
}

/** Walks through all services, page by page, and begins again at the end. */
function pages(connections: number): Load {
  const path = '/services?limit=50';
  return {
    connections,
    most: 2_000,
    forMs: FOR_MS,
    expect: 200,
    call: (_, last) => {
      const cursor: unknown = last && JSON.parse(last.body).nextCursor;
      return { method: 'GET', path: typeof cursor === 'string' ? `${path}&cursor=${cursor}` : path };
    },
  };
}

function plans(services: number): Load {
  return {
    connections: CROWD,
    most: 5_000,
    forMs: FOR_MS,
    expect: 200,
    call: (nth) => ({
      method: 'POST',
      path: '/services?dryRun=true',
      body: JSON.stringify(specOf(services + nth)),
    }),
  };
}

/** Each a service of its own under a key of its own, as the SDK sends them; neighbours are of different programs. */
function deploys(services: number): Load {
  return {
    connections: CROWD,
    most: 3_000,
    forMs: FOR_MS,
    expect: 202,
    call: (nth) => ({
      method: 'POST',
      path: '/services',
      body: JSON.stringify(specOf(services + nth)),
      headers: { 'idempotency-key': `bench-${nth}` },
    }),
  };
}

async function tokenOf(server: ServerProcess, as: string): Promise<string> {
  const caller = new Caller(server.port);
  try {
    const { body } = await caller.send({ method: 'POST', path: '/dev/token', body: JSON.stringify({ as }) });
    return JSON.parse(body).token;
  } finally {
    caller.close();
  }
}
