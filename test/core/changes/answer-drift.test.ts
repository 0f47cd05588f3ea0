import { find, put } from '../../../core/store/record-type.ts';
import { Deployments } from '../../../core/store/records/deployments.ts';
import { Services } from '../../../core/store/records/services.ts';
import { deployPortal, openDesk } from './desk.ts';

describe('answering drift', () => {
  it('refuses a fourth revert within half an hour and names whom to talk to', async () => {
    const desk = await openDesk();
    await deployPortal(desk);
    const at = desk.clock.now().toISOString();
    const service = await desk.service('job-ingest');
    const drift = {
      field: 'desiredCount',
      expected: '2',
      actual: '9',
      actor: 'mallory@console',
      since: at,
      revertsAt: [at, at, at],
      fight: true,
    } as const;
    const drifted = { ...service, drift: [drift], version: service.version + 1 };
    await desk.ports.store.commit({ writes: [put(Services, drifted)], audit: [], events: [] });
    const target = { kind: 'service', name: 'job-ingest' } as const;
    const revert = { kind: 'drift', field: 'desiredCount', answer: 'revert' } as const;
    await expect(desk.ask({ target, intent: revert })).rejects.toMatchObject({
      code: 'service.drift_fight',
      remedy: expect.stringContaining('mallory@console'),
    });
  });
});

describe('reverting drift of a service that deploys by canary', () => {
  it('rolls what was approved out at once: nobody has to let it go on', async () => {
    const desk = await openDesk();
    const spec = {
      name: 'job-ingest',
      strategy: { kind: 'canary', percent: 25, bakeMin: 2, pause: true },
    } as const;
    await desk.deploy(spec);
    await desk.settle('job-ingest');
    const service = await desk.service('job-ingest');
    const at = desk.clock.now().toISOString();
    const drift = {
      field: 'environment',
      expected: '{}',
      actual: '{"DEBUG":"1"}',
      actor: 'mallory@console',
      since: at,
      revertsAt: [],
      fight: false,
    } as const;
    await desk.ports.store.commit({
      writes: [put(Services, { ...service, drift: [drift], version: service.version + 1 })],
      audit: [],
      events: [],
    });
    const change = await desk.ask({
      target: { kind: 'service', name: 'job-ingest' },
      intent: { kind: 'drift', field: 'environment', answer: 'revert' },
    });
    const id = { service: 'job-ingest', id: change.deploymentId ?? '' };
    expect(await find(desk.ports.store, Deployments, id)).toMatchObject({ strategy: { kind: 'rolling' } });
  });
});
