import type { OpsEvent } from '../../../core/contract/events.ts';
import type { Work } from '../../../core/contract/work.ts';
import { PLATFORM_PARTS } from '../../../core/platform-parts.ts';
import {
  correlationOf,
  reconcileMessage,
  sameLook,
  workOn,
} from '../../../lambdas/runtime/reconcile-work.ts';
import { type Desk, deployPortal, openDesk } from '../../core/changes/desk.ts';

const event: OpsEvent = {
  id: 'e-1',
  name: 'service.scaled',
  at: '2026-01-01T00:00:00.000Z',
  actor: 'scaler',
  correlationId: 'c-1',
  service: 'portal',
};

/** Source: Amazon ECS Developer Guide, "Amazon ECS task state change events", shortened. */
const stopped = {
  id: 'x',
  'detail-type': 'ECS Task State Change',
  source: 'aws.ecs',
  detail: { group: 'service:portal', lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited' },
};

const read = (body: unknown) => reconcileMessage(body, 'dev');

describe('a message for reconcile', () => {
  it.each<[string, unknown, object]>([
    ['work', { kind: 'sweep' }, { kind: 'sweep' }],
    ['an event of the product, wrapped', { kind: 'event', event }, { kind: 'event', event }],
    [
      'an event of the product as the bus sends it',
      { 'detail-type': event.name, detail: event },
      { kind: 'event', event },
    ],
    ['an event of ECS', stopped, { kind: 'service', service: 'portal', stopped: true }],
  ])('is %s', (_what, body, message) => {
    expect(read(body)).toEqual(message);
  });

  it.each([undefined, 'text', { kind: 'other' }, { ...stopped, source: 'aws.ec2' }])(
    'says nothing: %j',
    (body) => {
      expect(read(body)).toBeUndefined();
    },
  );

  it('asks for one look at a service, whoever hints at it', () => {
    const hints = [
      read({ kind: 'event', event }),
      read(stopped),
      read({ kind: 'service', service: 'portal', correlationId: 'c' }),
    ];
    const looks = hints.map((message) => message && sameLook(message));
    expect(new Set(looks)).toEqual(new Set(['service portal']));
  });

  it('is a piece of work of its own where more than a look follows', () => {
    const executed = { ...event, name: 'change.executed' } as const;
    expect(sameLook({ kind: 'event', event: executed })).toBe('event e-1');
  });

  it('carries on the id that led to it', () => {
    expect(correlationOf({ kind: 'event', event })).toBe('c-1');
    expect(correlationOf({ kind: 'sweep' })).toBeUndefined();
  });
});

describe('a sweep', () => {
  it('is divided into its parts, so that none holds another back', async () => {
    const desk: Desk = await openDesk();
    const sent: Work[] = [];
    const queue = { send: async (works: readonly Work[]) => void sent.push(...works) };
    await workOn({ ports: desk.ports, queue }, { kind: 'sweep' });
    expect(sent).toEqual(Object.keys(PLATFORM_PARTS).map((part) => ({ kind: 'sweep', part })));
    expect(new Set(sent.map(sameLook)).size).toBe(sent.length);
  });

  it('hands each service that is not at rest to the queue, and reconciles none itself', async () => {
    const desk: Desk = await openDesk();
    await deployPortal(desk);
    const sent: Work[] = [];
    const queue = { send: async (works: readonly Work[]) => void sent.push(...works) };
    const compute = {
      ...desk.ports.compute,
      observe: async (names: readonly string[]) => names.map((name) => ({ kind: 'missing' as const, name })),
    };
    await workOn({ ports: { ...desk.ports, compute }, queue }, { kind: 'sweep', part: 'tick.reconcile' });
    expect(sent.map((work) => work.kind === 'service' && work.service).sort()).toEqual([
      'ai-recommender',
      'job-ingest',
    ]);
  });
});
