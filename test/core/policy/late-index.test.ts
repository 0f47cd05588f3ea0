import { DynamoStore } from '../../../adapters/aws/dynamo-store.ts';
import type { PolicyVersion } from '../../../core/contract/policy.ts';
import { activationWrites } from '../../../core/policy/activate-version.ts';
import { admissionBy } from '../../../core/policy/admission.ts';
import type { AdmissionFacts, PolicyEngine } from '../../../core/ports.ts';
import { livePolicies } from '../../../core/store/records/policies.ts';
import type { Store } from '../../../core/store/store.ts';
import { FakeTable } from '../../lambdas/fake-table.ts';
import { type Desk, openDesk } from '../changes/desk.ts';
import { keep, lateIndex, versionOf } from './some-versions.ts';

const FACTS: AdmissionFacts = {
  kind: 'restore',
  program: 'grants',
  requestedBy: 'dev',
  requesterKind: 'human',
  target: { kind: 'service', name: 'svc' },
  spec: undefined,
  bounds: undefined,
  ceilingAfterMicroUsd: 0,
  ceilingDeltaMicroUsd: 0,
  committedAfterMicroUsd: 0,
  intent: { kind: 'restore' },
};

/** An engine whose policies say `yes` or `no`. */
const engine: PolicyEngine = {
  validate: async () => [],
  decide: async (text) => ({
    status: text === 'no' ? 'rejected' : 'approved',
    groups: [],
    obligations: [],
  }),
};

const SAYS_NO = { admission: 'no', data: {}, programs: [] };
const changed = (version: PolicyVersion, more: Partial<PolicyVersion>): PolicyVersion => ({
  ...version,
  ...more,
  version: version.version + 1,
});

describe('policies whose index is late by seconds', () => {
  let desk: Desk;
  let store: Store;
  beforeEach(async () => {
    desk = await openDesk();
    store = desk.ports.store;
  });

  const verdict = async (late: Store) => {
    const { status, policy } = await admissionBy({ store: late, policies: { engine } }).verdict(FACTS);
    return [status, policy];
  };

  it.each(['ROLLING_OUT', 'PAUSED', 'STAGED'] as const)(
    'a version that the index shows as %s decides once it is in force, and the one before no longer does',
    async (status) => {
      const [first, second] = [versionOf(), versionOf({ number: 2, status, content: SAYS_NO })];
      await keep(store, first, second);
      const late = await lateIndex(store, livePolicies);
      expect(await verdict(late)).toEqual(['approved', 'LAB-7']);
      await keep(store, changed(first, { status: 'SUPERSEDED' }), changed(second, { status: 'ACTIVE' }));
      expect(await verdict(late)).toEqual(['rejected', 'LAB-7']);
    },
  );

  it('a version that the index does not show yet decides in the place of the one it shows', async () => {
    const first = versionOf();
    await keep(store, first);
    const late = await lateIndex(store, livePolicies);
    await keep(
      store,
      changed(first, { status: 'SUPERSEDED' }),
      versionOf({ number: 2, sourceVersion: 2, content: SAYS_NO }),
    );
    expect(await verdict(late)).toEqual(['rejected', 'LAB-7']);
  });

  it('a version that is over decides nothing, whatever the index shows', async () => {
    const first = versionOf({ content: SAYS_NO });
    await keep(store, first);
    const late = await lateIndex(store, livePolicies);
    await keep(store, changed(first, { status: 'SUPERSEDED' }));
    expect(await verdict(late)).toEqual(['approved', 'none in force']);
  });

  it('more policies than one request reads are all asked', async () => {
    const many = Array.from({ length: 150 }, (_, nth) => versionOf({ name: `p-${nth}` }));
    await keep(store, ...many.slice(0, 75));
    await keep(store, ...many.slice(75));
    await keep(store, versionOf({ name: 'zz-last', content: SAYS_NO }));
    expect((await verdict(store))[0]).toBe('rejected');
  });

  it('costs admission two requests to the table, however many policies are in force', async () => {
    const table = new FakeTable();
    const dynamo = new DynamoStore('table', table.client);
    expect((await table.costOf(() => verdict(dynamo))).requests).toEqual(['Query']);
    await keep(dynamo, ...['first', 'second', 'third'].map((name) => versionOf({ name })));
    expect((await table.costOf(() => verdict(dynamo))).requests).toEqual(['Query', 'BatchGetItem']);
    table.mock.restore();
  });

  it('a version that comes into force ends the one before, though the index does not show it in force', async () => {
    const first = versionOf({ status: 'ROLLING_OUT' });
    await keep(store, first);
    const late = await lateIndex(store, livePolicies);
    await keep(store, changed(first, { status: 'ACTIVE' }));
    const writes = await activationWrites({ store: late, clock: desk.clock }, versionOf({ number: 2 }));
    expect(writes).toMatchObject([
      { kind: 'put', expect: 2, item: { value: { number: 1, status: 'SUPERSEDED' } } },
    ]);
  });
});
