import { cancelChange } from '../../../core/changes/cancel-change.ts';
import { settleChange } from '../../../core/changes/settle-change.ts';
import type { Change } from '../../../core/contract/change.ts';
import type { Proposal } from '../../../core/contract/proposal.ts';
import { verifyProposal } from '../../../core/optimizer/verify-proposal.ts';
import { find, put } from '../../../core/store/record-type.ts';
import { Changes } from '../../../core/store/records/changes.ts';
import { Proposals } from '../../../core/store/records/proposals.ts';
import { type Desk, deployPortal, openDesk } from '../changes/desk.ts';
import { proposalOf } from './some-proposals.ts';

const AT = '2026-11-23T12:00:00.000Z';

describe('a regressed proposal whose undo waits for people', () => {
  let desk: Desk;
  let undo: Change;
  let proposal: Proposal;

  beforeEach(async () => {
    desk = await openDesk();
    await deployPortal(desk);
    undo = await desk.ask({ intent: { kind: 'bounds', replicas: { min: 2, max: 7 } } });
    proposal = proposalOf(desk.ports.ids.next(), {
      statusReason: 'To be undone; the undo waits for people.',
      revertChangeId: undo.id,
    });
    await desk.ports.store.commit({ writes: [put(Proposals, proposal)], audit: [], events: [] });
  });

  const followed = async () => {
    await verifyProposal(desk.ports, proposal, 'test');
    return find(desk.ports.store, Proposals, proposal.id);
  };

  it('is not called undone before it is', async () => {
    expect(undo.status).toBe('AWAITING_APPROVAL');
    expect(await followed()).toMatchObject({ status: 'VERIFYING', version: 1 });
  });

  it('is REVERTED once its undo is executed', async () => {
    const done = settleChange(undo, { status: 'DONE', reason: 'in force', at: AT });
    await desk.ports.store.commit({ writes: [put(Changes, done)], audit: [], events: [] });
    expect(await followed()).toMatchObject({ status: 'REVERTED' });
  });

  it('says that people did not want it undone', async () => {
    const by = { actor: { sub: 'dev', kind: 'human' }, reason: 'we keep it', correlationId: 'test' } as const;
    await cancelChange(desk.ports, { changeId: undo.id, ...by });
    expect(await followed()).toMatchObject({
      status: 'SUPERSEDED',
      statusReason: expect.stringContaining('CANCELLED'),
    });
  });
});
