import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { CloudWatchMetrics } from '../../adapters/aws/cloudwatch-metrics.ts';
import { DynamoStore } from '../../adapters/aws/dynamo-store.ts';
import type { ApiRequest, ApiResponse } from '../../core/api/api-request.ts';
import { createApi } from '../../core/api/create-api.ts';
import { changeEndpoints } from '../../core/api/endpoints/change-endpoints.ts';
import { readEndpoints } from '../../core/api/endpoints/read-endpoints.ts';
import type { AlarmKind } from '../../core/contract/monitoring.ts';
import type { Service } from '../../core/contract/service.ts';
import { admissionBy } from '../../core/policy/admission.ts';
import type { Ports } from '../../core/ports.ts';
import { decideOnAlarm } from '../../core/scaling/decide-on-alarm.ts';
import { put } from '../../core/store/record-type.ts';
import { Services } from '../../core/store/records/services.ts';
import { addSeconds } from '../../core/units.ts';
import { type Desk, deployPortal, openDesk, PEOPLE } from '../core/changes/desk.ts';
import { FakeTable, type TableCost } from './fake-table.ts';

const NAME = 'ai-recommender';
const READ_AND_COMMIT = ['BatchGetItem', 'TransactWriteItems'];

const cloudWatch = mockClient(CloudWatchClient);
let table: FakeTable;
let desk: Desk;
let ports: Ports;

beforeEach(async () => {
  cloudWatch.reset();
  table = new FakeTable();
  desk = await openDesk(new DynamoStore('table', table.client));
  await deployPortal(desk);
  const place = { environment: 'test', cluster: 'hms-ops-test' };
  const { store, policies } = desk.ports;
  ports = {
    ...desk.ports,
    metrics: new CloudWatchMetrics({ client: new CloudWatchClient({}), place }),
    admission: admissionBy({ store, policies }),
  };
});

afterEach(() => table.mock.restore());

const now = () => ports.clock.now().toISOString();

/** What every minute shows, as CloudWatch says it. */
function measured(percent: { readonly cpu: number; readonly memory: number }): void {
  const values = { CPUUtilization: percent.cpu, MemoryUtilization: percent.memory };
  cloudWatch.on(GetMetricDataCommand).callsFake(({ MetricDataQueries, EndTime }) => ({
    MetricDataResults: MetricDataQueries.map(
      ({ Id, MetricStat }: { Id: string; MetricStat: { Metric: { MetricName: keyof typeof values } } }) => {
        const value = values[MetricStat.Metric.MetricName];
        const Timestamps = [4, 3, 2].map((minutes) => new Date(EndTime.getTime() - minutes * 60_000));
        return value === undefined ? { Id } : { Id, Timestamps, Values: Timestamps.map(() => value) };
      },
    ),
  }));
}

/** Lets time pass, then has an alarm go off. */
async function alarm(
  kind: AlarmKind,
): Promise<TableCost & { readonly metricCalls: number; outcome: unknown }> {
  desk.clock.set(new Date(addSeconds(now(), 60)));
  cloudWatch.resetHistory();
  let outcome: unknown;
  const cost = await table.costOf(async () => {
    const hint = { service: NAME, kind, state: 'ALARM', at: now(), correlationId: 'c-1' } as const;
    outcome = (await decideOnAlarm(ports, hint))?.outcome;
  });
  return { ...cost, metricCalls: cloudWatch.commandCalls(GetMetricDataCommand).length, outcome };
}

async function set(fields: Partial<Service>): Promise<void> {
  const service = await desk.service(NAME);
  const next = { ...service, ...fields, version: service.version + 1 };
  await ports.store.commit({ writes: [put(Services, next)], audit: [], events: [] });
}

describe('what an alarm costs', () => {
  it('is two requests to the table and one for metrics when it scales out', async () => {
    measured({ cpu: 88, memory: 50 });
    const cost = await alarm('cpu-high');
    expect(cost).toMatchObject({ outcome: 'SCALED_OUT', requests: READ_AND_COMMIT, metricCalls: 1 });
    expect(cost.readUnits).toBeLessThanOrEqual(3);
    expect(cost.writeUnits).toBeLessThanOrEqual(26);
    expect(await desk.service(NAME)).toMatchObject({ desiredCount: 3, alarms: { 'cpu-high': 'ALARM' } });
  });

  it('is the same when it scales in, with the last want that was repeated taken into account', async () => {
    await set({ desiredCount: 4 });
    measured({ cpu: 20, memory: 20 });
    expect(await alarm('cpu-low')).toMatchObject({
      outcome: 'SCALED_IN',
      requests: READ_AND_COMMIT,
      metricCalls: 1,
    });
  });

  it('is the same when it holds, for the first time and again', async () => {
    measured({ cpu: 60, memory: 50 });
    for (const kind of ['cpu-high', 'memory-high', 'memory-high'] as const)
      expect(await alarm(kind)).toMatchObject({
        outcome: 'HELD_IN_TOLERANCE',
        requests: READ_AND_COMMIT,
        metricCalls: 1,
      });
  });

  it('is the same at the ceiling as long as people are not asked', async () => {
    await set({ desiredCount: 4 });
    measured({ cpu: 95, memory: 50 });
    expect(await alarm('cpu-high')).toMatchObject({
      outcome: 'BLOCKED_BY_CEILING',
      requests: READ_AND_COMMIT,
      metricCalls: 1,
    });
  });

  it('asks for no metrics when the alarm says nothing of the task count, and only reads when it is old news', async () => {
    expect(await alarm('5xx-high')).toMatchObject({ requests: READ_AND_COMMIT, metricCalls: 0 });
    expect(await alarm('5xx-high')).toMatchObject({ requests: ['BatchGetItem'], metricCalls: 0 });
  });

  it('is more when people are asked for room: a plan, its Change, and the note that it was asked', async () => {
    await set({ desiredCount: 4 });
    measured({ cpu: 95, memory: 50 });
    for (const kind of ['cpu-high', 'p95-high'] as const) await alarm(kind);
    const { requests, metricCalls } = await alarm('memory-high');
    expect({ requests: requests.length, metricCalls }).toEqual({ requests: 13, metricCalls: 1 });
  });
});

/** Calls a route as Ana, who may do most things. */
async function call(name: string, more: Partial<ApiRequest> = {}) {
  const endpoint = [...readEndpoints(), ...changeEndpoints()].find((one) => one.name === name);
  if (!endpoint) throw new Error(name);
  const api = createApi<Ports>(ports);
  const request = { ...NOTHING_SENT, ...more };
  let answer: ApiResponse | undefined;
  const cost = await table.costOf(async () => {
    answer = await api(endpoint, request);
  });
  return { status: answer?.status, body: JSON.parse(String(answer?.body)), ...cost };
}

const NOTHING_SENT: ApiRequest = {
  params: {},
  query: [],
  headers: {},
  rawBody: undefined,
  identity: PEOPLE.ana,
  correlationId: 'c-1',
};

/** The requests of reading at rest, by route: with what in its path, and which. */
const READS: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
  ['whoAmI', {}, []],
  ['getService', { name: NAME }, ['GetItem']],
  ['listServices', {}, ['Query']],
  ['listRevisions', { name: NAME }, ['Query']],
  ['listDeployments', { name: NAME }, ['Query']],
  ['listDecisions', { name: NAME }, ['Query']],
  ['getServiceMetrics', { name: NAME }, ['GetItem']],
  ['listAlarms', { name: NAME }, ['GetItem']],
  ['getChange', { id: 'the change' }, ['GetItem']],
  ['listApprovals', {}, ['Query']],
  ['getApproval', { id: 'the approval' }, ['GetItem']],
  ['getPrices', {}, []],
  ['listAudit', {}, ['Query']],
  ['listProposals', {}, ['Query']],
  ['listPolicyDecisions', {}, ['Query']],
  ['listJobs', {}, ['Query']],
];

/** Those that put an answer together from several lists, side by side. */
const COMPOSED: typeof READS = [
  ['getTimeline', { name: NAME }, ['GetItem', 'Query', 'Query']],
  ['listChanges', {}, ['Query', 'Query']],
  ['listBudgets', {}, ['Query', 'Query']],
  ['getBudget', { name: 'grants' }, ['GetItem', 'Query']],
  ['getHome', {}, Array.from({ length: 5 }, () => 'Query')],
];

describe('what reading costs', () => {
  const read = async (route: string, params: Readonly<Record<string, string>>) => {
    measured({ cpu: 60, memory: 50 });
    await alarm('cpu-high'); // so that there is a decision to list
    const { id, approvalId = '' } = await desk.ask({
      intent: { kind: 'bounds', replicas: { min: 2, max: 9 } },
    });
    const ids: Readonly<Record<string, string>> = { 'the change': id, 'the approval': approvalId };
    const named = Object.entries(params).map(([key, value]) => [key, ids[value] ?? value]);
    return call(route, { params: Object.fromEntries(named) });
  };

  it.each(READS)('is at most one request: %s', async (route, params, requests) => {
    expect(await read(route, params)).toMatchObject({ status: 200, requests, writeUnits: 0 });
  });

  it.each(COMPOSED)('is several for an answer of several lists: %s', async (route, params, requests) => {
    expect(await read(route, params)).toMatchObject({ status: 200, requests, writeUnits: 0 });
  });

  it('is a request more for a service whose rollout is in flight', async () => {
    await desk.deploy({
      name: NAME,
      image: 'govlab/recommender:v2',
      cpuUnits: 1024,
      memoryMiB: 4096,
      replicas: { min: 2, max: 4 },
    });
    expect(await call('getService', { params: { name: NAME } })).toMatchObject({
      status: 200,
      requests: ['GetItem', 'BatchGetItem'],
    });
  });
});

describe('what a Change costs', () => {
  const spec = { name: 'newcomer', image: 'govlab/newcomer:v1', program: 'grants' };
  const sent = {
    identity: PEOPLE.dev,
    headers: { 'content-type': 'application/json' },
    rawBody: JSON.stringify(spec),
  };
  /** The service, a job of its name, the program's budget, and the policies in force. */
  const PLAN = ['GetItem', 'GetItem', 'GetItem', 'Query'];

  it('is four requests that read for a plan', async () => {
    const plan = await call('deployService', { ...sent, query: [['dryRun', 'true']] });
    expect(plan).toMatchObject({ status: 200, requests: PLAN, readUnits: 3.5, writeUnits: 0 });
  });

  it('is a plan, a look at what else waits, and one transaction for a deployment', async () => {
    const { status, requests, writeUnits } = await call('deployService', sent);
    expect({ status, requests }).toEqual({
      status: 202,
      requests: [...PLAN, 'Query', 'Query', ...READ_AND_COMMIT],
    });
    expect(writeUnits).toBeLessThanOrEqual(24);
  });
});
