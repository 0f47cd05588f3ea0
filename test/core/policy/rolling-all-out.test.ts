import { rollOutPolicies } from '../../../core/policy/roll-out.ts';
import type { Ports } from '../../../core/ports.ts';
import { find } from '../../../core/store/record-type.ts';
import { PolicyVersions } from '../../../core/store/records/policies.ts';
import type { Store } from '../../../core/store/store.ts';
import { openDesk } from '../changes/desk.ts';
import { keep, versionOf } from './some-versions.ts';

describe('rolling all policies out', () => {
  it('moves every policy on, though one before it fails; the failure is logged with its policy', async () => {
    const { ports } = await openDesk();
    const { store } = ports;
    const names = ['a-good', 'b-bad', 'c-good'];
    await keep(store, ...names.map((name) => versionOf({ name, status: 'STAGED', step: 0, share: 0 })));
    const failing: Store = {
      get: async (key) => {
        if (key.pk === 'POLICY#b-bad') throw new Error('it cannot be read');
        return store.get(key);
      },
      getMany: (keys) => store.getMany(keys),
      query: (query) => store.query(query),
      commit: (commit) => store.commit(commit),
    };
    const logged: unknown[] = [];
    const compute = { ...ports.compute, listTasks: async () => [] };
    const log = {
      ...ports.log,
      error: (event: string, fields: object = {}) => logged.push({ event, ...fields }),
    };
    const cut: Ports = { ...ports, store: failing, compute, log };

    await rollOutPolicies(cut, 'tick-1');

    const after = await Promise.all(names.map((name) => find(store, PolicyVersions, { name, number: 1 })));
    expect(after.map((version) => version?.status)).toEqual(['ACTIVE', 'STAGED', 'ACTIVE']);
    expect(logged).toMatchObject([
      {
        event: 'tick.failed',
        part: 'tick.policies b-bad@1',
        error: expect.stringContaining('cannot be read'),
      },
    ]);
  });
});
