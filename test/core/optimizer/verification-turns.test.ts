import type { Proposal } from '../../../core/contract/proposal.ts';
import { verifyProposal } from '../../../core/optimizer/verify-proposal.ts';
import { find, put } from '../../../core/store/record-type.ts';
import { Proposals } from '../../../core/store/records/proposals.ts';
import { MS } from '../../../core/units.ts';
import { type Desk, deployPortal, openDesk } from '../changes/desk.ts';
import { proposalOf } from './some-proposals.ts';

const MANY = 30;
const QUARTER_MIN = 15;

/** An applied proposal whose service was given other limits since: whoever looks at it ends it. */
const outdated = (id: string) => proposalOf(id, { verifyUntil: '2026-11-24T12:00:00.000Z' });

describe('many proposals that are verified at once', () => {
  let desk: Desk;
  let proposals: readonly Proposal[];
  beforeEach(async () => {
    desk = await openDesk();
    await deployPortal(desk);
    proposals = Array.from({ length: MANY }, () => outdated(desk.ports.ids.next()));
    for (const proposal of proposals)
      await desk.ports.store.commit({ writes: [put(Proposals, proposal)], audit: [], events: [] });
  });

  const open = async () => {
    const found = await Promise.all(proposals.map(({ id }) => find(desk.ports.store, Proposals, id)));
    return found.filter((proposal) => proposal !== undefined).filter(({ status }) => status === 'VERIFYING');
  };
  /** How many are looked at in each of `minutes` minutes. */
  const looksIn = async (minutes: number) => {
    const looks: number[] = [];
    for (let minute = 0; minute < minutes; minute += 1) {
      const before = await open();
      for (const proposal of before) await verifyProposal(desk.ports, proposal, 'test');
      looks.push(before.length - (await open()).length);
      desk.clock.set(new Date(desk.clock.now().getTime() + MS.minute));
    }
    return looks;
  };

  it('are all looked at within a quarter of an hour, a few each minute', async () => {
    const looks = await looksIn(QUARTER_MIN);
    expect(await open()).toEqual([]);
    expect(Math.max(...looks)).toBeLessThan(MANY / 3);
  });

  it('are each looked at in the same minute of every quarter', async () => {
    const looks = await looksIn(QUARTER_MIN);
    for (const proposal of proposals) {
      const again = { ...proposal, version: 3 };
      await desk.ports.store.commit({ writes: [put(Proposals, again)], audit: [], events: [] });
    }
    expect(await looksIn(QUARTER_MIN)).toEqual(looks);
  });

  it('are looked at when their minute was left out, at the next that is not', async () => {
    await looksIn(1);
    desk.clock.set(new Date('2026-11-23T12:20:00.000Z'));
    await looksIn(1);
    expect(await open()).toEqual([]);
  });

  it('are looked at whenever their 24 hours are over', async () => {
    desk.clock.set(new Date('2026-11-24T12:00:00.000Z'));
    expect(await looksIn(1)).toEqual([MANY]);
  });
});
