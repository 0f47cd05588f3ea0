import { openEmbedded } from '../../adapters/embedded/open-embedded.ts';
import { requestChange } from '../../core/changes/request-change.ts';
import { ServiceSpec } from '../../core/contract/service-spec.ts';
import { find, put } from '../../core/store/record-type.ts';
import { Budgets } from '../../core/store/records/budgets.ts';
import { Services } from '../../core/store/records/services.ts';

const START = '2026-01-05T09:00:00.000Z';
const BUDGET = {
  scope: 'default',
  monthlyMicroUsd: 250_000_000,
  softRatio: 0.8,
  hardRatio: 1,
  committedMicroUsd: 0,
  allowances: [],
  createdAt: START,
  updatedAt: START,
  version: 1,
};

describe('core, while it works', () => {
  it('deploys, watches and scales without one look at the clock or at randomness', async () => {
    const { looks, untrap } = trapLooksFromCore();
    const embedded = await openEmbedded({
      start: new Date(START),
      seed: 1,
      speed: 0,
      logLevel: 'error',
    });
    try {
      await embedded.store.commit({ writes: [put(Budgets, BUDGET)], audit: [], events: [] });
      await requestChange(embedded.ports, {
        target: { kind: 'service', name: 'job-ingest' },
        intent: {
          kind: 'deploy',
          spec: ServiceSpec.parse({
            name: 'job-ingest',
            image: 'govlab/job-ingest:v1',
            replicas: { min: 2, max: 4 },
          }),
        },
        requestedBy: { sub: 'dev', kind: 'human' },
        reason: 'tripwire',
        correlationId: 'tripwire',
      });
      await embedded.world.advance(1_800);
      const service = await find(embedded.ports.store, Services, 'job-ingest');
      expect(service?.status).toBe('HEALTHY');
    } finally {
      await embedded.close();
      untrap();
    }
    expect(looks).toEqual([]);
  });

  it('would be caught if it looked', () => {
    const { looks, untrap } = trapLooksFromCore('/test/architecture/tripwire');
    const seen = [Date.now(), Math.random(), new Date(), new Date(0)];
    untrap();
    expect(seen).toHaveLength(4);
    expect(looks).toHaveLength(3);
  });
});

/** Notes each call of `Date.now()`, `new Date()` and `Math.random()` that stands in a file below `where`. */
function trapLooksFromCore(where = '/core/') {
  const looks: string[] = [];
  const { Date: RealDate } = globalThis;
  const { random } = Math;
  const note = () => {
    // The frames: Error, this function, the trap, and then whoever looked.
    const looker = new Error('look').stack?.split('\n')[3] ?? '';
    if (looker.includes(where)) looks.push(looker.trim());
  };
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args) => {
      if (args.length === 0) note();
      return Reflect.construct(target, args);
    },
    get: (target, name) => {
      if (name !== 'now') return Reflect.get(target, name);
      return () => {
        note();
        return target.now();
      };
    },
  });
  Math.random = () => {
    note();
    return random();
  };
  const untrap = () => {
    globalThis.Date = RealDate;
    Math.random = random;
  };
  return { looks, untrap };
}
