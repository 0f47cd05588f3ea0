import { expireDue } from '../../../core/approvals/expire-due.ts';
import { sweepChanges } from '../../../core/changes/sweep-changes.ts';
import type { Change } from '../../../core/contract/change.ts';
import type { Ports } from '../../../core/ports.ts';
import { find } from '../../../core/store/record-type.ts';
import { Approvals } from '../../../core/store/records/approvals.ts';
import type { Store } from '../../../core/store/store.ts';
import { type Desk, deployPortal, openDesk } from './desk.ts';

const FRIDAY = '2026-11-27T18:00:00.000Z';
const NOON = '2026-11-27T12:00:00.000Z';

describe('what is due at the same time as something that cannot be done', () => {
  let desk: Desk;
  let failed: unknown[];
  beforeEach(async () => {
    desk = await openDesk();
    await deployPortal(desk);
    failed = [];
  });

  /** The ports of the desk, with one record that cannot be read. */
  const without = (recordId: string): Ports => ({
    ...desk.ports,
    store: unreadable(desk.ports.store, recordId),
    log: { ...desk.ports.log, error: (event, fields) => void failed.push([event, fields?.['part']]) },
  });
  const boundsOf = async (name: string) => (await desk.service(name)).bounds.max;
  const boxed = (name: string, max: number): Promise<Change> =>
    desk.ask({
      target: { kind: 'service', name },
      intent: { kind: 'bounds', replicas: { min: 2, max }, until: FRIDAY },
    });

  it('ends the other time boxes, and the one that failed when it comes again', async () => {
    const changes = [await boxed('job-ingest', 3), await boxed('ai-recommender', 3)];
    desk.clock.set(new Date(FRIDAY));
    const newest = changes[1]?.id ?? '';
    await sweepChanges(without(newest), 'friday');
    expect([await boundsOf('job-ingest'), await boundsOf('ai-recommender')]).toEqual([4, 3]);
    expect(failed).toEqual([['tick.failed', `tick.sweep ${newest}`]]);
    await sweepChanges(desk.ports, 'a minute later');
    expect([await boundsOf('job-ingest'), await boundsOf('ai-recommender')]).toEqual([4, 4]);
  });

  it('writes down the other expiries, and the one that failed when it comes again', async () => {
    const ids = [await raise('job-ingest'), await raise('ai-recommender')];
    const [first = ''] = ids;
    desk.clock.set(new Date(NOON));
    expect(await expireDue(without(first))).toBe(1);
    expect(await statuses(ids)).toEqual(['PENDING', 'EXPIRED']);
    expect(failed).toEqual([['tick.failed', `tick.expire ${first}`]]);
    expect(await expireDue(desk.ports)).toBe(1);
    expect(await statuses(ids)).toEqual(['EXPIRED', 'EXPIRED']);
  });

  async function raise(name: string): Promise<string> {
    const { approvalId } = await boxed(name, 7);
    if (approvalId === undefined) throw new Error('nobody is asked');
    return approvalId;
  }

  async function statuses(ids: readonly string[]) {
    const approvals = await Promise.all(ids.map((id) => find(desk.ports.store, Approvals, id)));
    return approvals.map((approval) => approval?.status);
  }
});

function unreadable(store: Store, recordId: string): Store {
  return {
    get: async ({ pk, sk }) => {
      if (pk.endsWith(`#${recordId}`)) throw new Error('cannot be read');
      return store.get({ pk, sk });
    },
    getMany: (keys) => store.getMany(keys),
    query: (query) => store.query(query),
    commit: (commit) => store.commit(commit),
  };
}
