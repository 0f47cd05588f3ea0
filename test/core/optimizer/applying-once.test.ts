import type { Change } from '../../../core/contract/change.ts';
import type { Proposal } from '../../../core/contract/proposal.ts';
import { OpsError } from '../../../core/errors.ts';
import { applyProposal } from '../../../core/optimizer/apply-proposal.ts';
import { limitsOf } from '../../../core/optimizer/limits.ts';
import { find, list, put } from '../../../core/store/record-type.ts';
import { allEntries } from '../../../core/store/records/audit.ts';
import { Changes, changesOf } from '../../../core/store/records/changes.ts';
import { OpenProposals, Proposals } from '../../../core/store/records/proposals.ts';
import { type Desk, deployPortal, openDesk } from '../changes/desk.ts';
import { proposalOf } from './some-proposals.ts';

const DEV = { actor: { sub: 'dev', kind: 'human' }, correlationId: 'test' } as const;

describe.each<[Proposal['class'], number, Proposal['status']]>([
  ['RAISE', 6_144, 'AWAITING_APPROVAL'],
  ['REDUCE', 2_048, 'APPLYING'],
])('a proposal to %s that two workers apply at once', (kind, memoryMiB, status) => {
  let desk: Desk;
  let proposal: Proposal;
  beforeEach(async () => {
    desk = await openDesk();
    await deployPortal(desk);
    const before = limitsOf(await desk.service('ai-recommender'));
    proposal = proposalOf(desk.ports.ids.next(), {
      class: kind,
      status: 'RECOMMENDED',
      statusReason: 'People decide.',
      before,
      after: { ...before, memoryMiB },
    });
    await desk.ports.store.commit({ writes: [put(Proposals, proposal)], audit: [], events: [] });
  });

  /** A worker of another process: what one process does in turn, two do side by side. */
  const worker = () => {
    const clock = { now: () => desk.clock.now() };
    return applyProposal({ ...desk.ports, clock }, proposal, DEV);
  };
  /** The id of the Change it answers, or the code it refuses with. */
  const answerOf = (applied: Promise<Change>): Promise<unknown> =>
    applied.then(
      ({ id }) => id,
      (error) => (OpsError.is(error) ? error.code : error),
    );
  const askedFor = async (): Promise<readonly Change[]> => {
    const order = changesOf('service', 'ai-recommender');
    const { items } = await list(desk.ports.store, Changes, { ...order, limit: 100 });
    return items.filter(({ intent }) => intent.kind === 'optimize');
  };

  it('has one change, which it follows', async () => {
    const answers = await Promise.all([worker(), worker(), worker()].map(answerOf));
    const [change, ...others] = await askedFor();
    expect(others).toEqual([]);
    expect(answers).toContain(change?.id);
    expect(answers.filter((answer) => answer !== change?.id && answer !== 'proposal.illegal_state')).toEqual(
      [],
    );
    const noted = await find(desk.ports.store, Proposals, proposal.id);
    expect(noted).toMatchObject({ status, changeId: change?.id, version: 2 });
    expect(await find(desk.ports.store, OpenProposals, proposal.id)).toBeDefined();
  });

  it('is noted with its change, or neither is', async () => {
    const { store } = desk.ports;
    const dead: Desk['ports']['store'] = {
      get: (key) => store.get(key),
      getMany: (keys) => store.getMany(keys),
      query: (query) => store.query(query),
      commit: async (commit) => {
        if ((await askedFor()).length > 0) throw new Error('killed');
        return store.commit(commit);
      },
    };
    await applyProposal({ ...desk.ports, store: dead }, proposal, DEV).catch(() => undefined);
    const [change] = await askedFor();
    expect(await find(store, Proposals, proposal.id)).toMatchObject({ status, changeId: change?.id });
  });

  it('says once that it is applied', async () => {
    await Promise.all([worker(), worker()].map(answerOf));
    const { items } = await desk.ports.store.query({ ...allEntries, limit: 100 });
    const said = items.filter(({ value }) => JSON.stringify(value).includes('"action":"proposal.applying"'));
    expect(said).toHaveLength(1);
  });
});
