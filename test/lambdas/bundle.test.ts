import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { DynamoStore } from '../../adapters/aws/dynamo-store.ts';
import { FUNCTIONS, type FunctionName } from '../../core/contract/functions.ts';
import { PolicyVersion } from '../../core/contract/policy.ts';
import { list, put } from '../../core/store/record-type.ts';
import { Deployments, deploymentsOf } from '../../core/store/records/deployments.ts';
import { PolicyVersions } from '../../core/store/records/policies.ts';
import { BUNDLING, bundleOf, entryOf, wasmOf } from '../../lib/bundling.ts';
import { filesOf } from '../architecture/repository.ts';
import { deployPortal, openDesk } from '../core/changes/desk.ts';
import { callBundle } from './call-bundle.ts';
import { FakeTable } from './fake-table.ts';
import { LoopbackAws } from './loopback-aws.ts';

const KIB = 1_024;

/** The most that a function weighs, gzipped, the SDK inside and WebAssembly beside it. Start-up time follows from it. */
const MOST = { module: 150 * KIB, withWasm: 2_048 * KIB };

/**
 * The one that is above: it holds seven clients of AWS and everything that the product does about the platform. Nobody
 * waits for it to start. What it is made of: `esbuild --analyze`.
 */
const RECONCILE = 200 * KIB;

const names = Object.keys(FUNCTIONS) as FunctionName[]; // safe: the keys of the table are the names

const zipped = (bytes: string | Uint8Array) => gzipSync(bytes, { level: 9 }).length;
const files = new Map<string, number>();

/** The size of a file, gzipped; worked out once. */
function zippedFile(path: string): number {
  const size = files.get(path) ?? zipped(readFileSync(path));
  files.set(path, size);
  return size;
}

describe('the functions', () => {
  it('are those of the table, each in a file of its name', () => {
    const handlers = filesOf('lambdas/*.lambda.ts').map((file) => /([\w-]+)\.lambda\.ts$/.exec(file)?.[1]);
    expect(handlers.sort()).toEqual([...names].sort());
  });
});

describe.each(names)('the bundle of %s', (name) => {
  it('holds nothing of the embedded world, of stacks or of the page', async () => {
    const options = { ...BUNDLING, mainFields: [...BUNDLING.mainFields], entryPoints: [entryOf(name)] };
    const { metafile } = await build({ ...options, write: false, metafile: true });
    const strangers = Object.keys(metafile.inputs).filter((input) =>
      /^(adapters\/embedded|lib|bin|dashboard|client|sim|bench|localstack|test)\/|classic-level|hono|aws-cdk/.test(
        input,
      ),
    );
    expect(strangers).toEqual([]);
  });

  it('is small enough to start fast', () => {
    const bytes = zipped(bundleOf(name));
    expect(bytes).toBeLessThanOrEqual(name === 'reconcile' ? RECONCILE : MOST.module);
    const withWasm = wasmOf(name).reduce((sum, file) => sum + zippedFile(file), bytes);
    expect(withWasm).toBeLessThanOrEqual(MOST.withWasm);
  });
});

describe('a function as it is shipped', () => {
  let table: FakeTable;
  let store: DynamoStore;
  let aws: LoopbackAws;

  beforeEach(async () => {
    table = new FakeTable();
    store = new DynamoStore('table', table.client);
    await deployPortal(await openDesk(store));
  });

  afterEach(async () => {
    await aws.close();
    table.mock.restore();
  });

  it('judges by Cedar: a Change that a policy forbids is refused by the clause that forbids it', async () => {
    await store.commit({ writes: [put(PolicyVersions, FORBIDDING)], audit: [], events: [] });
    aws = new LoopbackAws(table);
    const event = calling('PUT /api/v1/services/{name}/bounds', {
      pathParameters: { name: 'ai-recommender' },
      body: JSON.stringify({ min: 2, max: 5, reason: 'more room' }),
    });
    const { result } = await callBundle('changes', { event, endpoint: await aws.open() });
    expect(result).toMatchObject({ statusCode: 403, body: expect.stringContaining('nobody-raises') });
  });

  it('forecasts by MSTL: a chunk of a night is proposed for, no service of it failed', async () => {
    await rolledOutLongAgo(store, 'ai-recommender');
    aws = new LoopbackAws(table, { measured: (metric, atMs) => aDay(atMs)[metric] });
    const event = { runId: 'run-1', correlationId: 'c-1', services: ['ai-recommender'] };
    const { result } = await callBundle('optimize', { event, endpoint: await aws.open() });
    expect(result).toMatchObject({ services: 1, failed: 0, insufficientData: 0 });
  });

  it('tells errors by their names, although most of their classes are left out', async () => {
    aws = new LoopbackAws(table, { refused: { DescribeImages: 'ImageNotFoundException' } });
    const event = calling('POST /api/v1/services', {
      rawQueryString: 'dryRun=true',
      body: JSON.stringify({ name: 'newcomer', image: 'govlab/newcomer:v1', program: 'grants' }),
    });
    const { result } = await callBundle('changes', { event, endpoint: await aws.open() });
    expect(result).toMatchObject({
      statusCode: 200,
      body: expect.stringContaining('The registry has no image'),
    });
  });
});

/** A call that API Gateway hands over, by somebody who may deploy. */
function calling(routeKey: string, more: object) {
  const claims = { sub: 'dev', username: 'dev', 'cognito:groups': '[role:deployer]' };
  return {
    routeKey,
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    isBase64Encoded: false,
    requestContext: { requestId: 'r-1', authorizer: { jwt: { claims } } },
    ...more,
  };
}

const NOW = '2026-11-23T12:00:00.000Z';

const FORBIDDING = PolicyVersion.parse({
  name: 'tight',
  number: 1,
  sourceVersion: 1,
  content: {
    programs: ['grants'],
    admission: '@id("nobody-raises") forbid(principal, action == Action::"bounds", resource);',
  },
  contentHash: 'hash',
  decision: { status: 'approved', policy: 'GL-1', trace_id: 't-1' },
  status: 'ACTIVE',
  statusReason: 'In force.',
  step: 2,
  tasks: [],
  receivedAt: NOW,
  updatedAt: NOW,
  version: 1,
});

/** What runs has run for so long that its size is known for all of the history. */
async function rolledOutLongAgo(store: DynamoStore, service: string): Promise<void> {
  const { items } = await list(store, Deployments, { ...deploymentsOf(service), limit: 1 });
  const [startedAt, endedAt] = ['2026-01-01T00:00:00.000Z', '2026-01-01T01:00:00.000Z'];
  const writes = items.map((one) =>
    put(Deployments, { ...one, status: 'SUCCEEDED', startedAt, endedAt, version: one.version + 1 }),
  );
  await store.commit({ writes, audit: [], events: [] });
}

/** A load that comes and goes with the day, as CloudWatch says it. */
function aDay(atMs: number): Readonly<Record<string, number>> {
  const wave = (1 + Math.sin((2 * Math.PI * atMs) / 86_400_000)) / 2;
  return {
    CPUUtilization: 10 + 50 * wave,
    MemoryUtilization: 30 + 10 * wave,
    RunningTaskCount: 2,
    RequestCount: 100 + 900 * wave,
    TargetResponseTime: 80 + 40 * wave,
    HTTPCode_Target_5XX_Count: 0,
    TaskStops: 0,
  };
}
