import { scaleByRequest } from '../../../core/scaling/scale-by-request.ts';
import { entriesOf } from '../../../core/store/records/audit.ts';
import { NAME, openWatchedDesk, type WatchedDesk } from './watched-desk.ts';

const DEV = { sub: 'dev', kind: 'human' } as const;

describe('scaling by request', () => {
  let watched: WatchedDesk;
  beforeEach(async () => {
    watched = await openWatchedDesk();
  });

  function ask(desiredCount: number, service = NAME) {
    const wish = { service, desiredCount, actor: DEV, reason: 'launch day', correlationId: 'test' };
    return scaleByRequest(watched.ports, wish);
  }

  it('sets the count inside the bounds, as a decision in the name of who asked', async () => {
    const decision = await ask(4);
    expect(decision).toMatchObject({
      outcome: 'SCALED_OUT',
      trigger: 'request',
      actor: 'dev',
      from: 2,
      to: 4,
      because: 'dev asked for 4 tasks: launch day',
    });
    expect(await watched.service()).toMatchObject({
      desiredCount: 4,
      scaling: { lastScaleDecisionId: decision.id },
    });
    const { items } = await watched.ports.store.query({
      ...entriesOf(`service/${NAME}`, 'descending'),
      limit: 1,
    });
    expect(items[0]?.value).toMatchObject({ action: 'service.scaled', actor: DEV, decisionId: decision.id });
  });

  it.each([1, 5])('refuses %i outside of 2 to 4, says how to get it, and changes nothing', async (count) => {
    const before = await watched.service();
    await expect(ask(count)).rejects.toMatchObject({
      code: 'service.out_of_bounds',
      remedy: expect.stringContaining('bounds'),
      params: { min: 2, max: 4, desiredCount: count },
    });
    expect(await watched.service()).toEqual(before);
    expect(await watched.decisions()).toEqual([]);
  });

  it('refuses a service that is not there', async () => {
    await expect(ask(2, 'nobody')).rejects.toMatchObject({ code: 'service.not_found' });
  });

  it('refuses while the service is not in a state for it', async () => {
    await watched.set({ status: 'RETIRING' });
    await expect(ask(3)).rejects.toMatchObject({ code: 'service.illegal_state' });
  });

  it('is not undone by the scaler within five minutes', async () => {
    await ask(4);
    watched.minute = { cpu: 0.2, memory: 0.3, p95Ms: 100, running: 4 };
    const decisions = await watched.pass(6);
    expect(decisions.slice(0, 5).every(({ to }) => to === 4)).toBe(true);
    expect(decisions.at(-1)).toMatchObject({ outcome: 'SCALED_IN', to: 3 });
  });
});
